import type { JobProgress } from "./context.ts";

/** Rates are measured over this much of the past, so that a pause shows and a start does not linger. */
const WINDOW_MS = 10_000;

export interface ProgressMeter {
  /** Adds to what is done, for instance candles. */
  add(count: number): void;
  /** The state now, with rate and time left where they are known. */
  read(message: string, current?: string): JobProgress;
  readonly done: number;
}

/** Counts work and estimates its rate over the last seconds and the time left. */
export function createProgressMeter(
  options: { readonly total: number | null; readonly unit: string; readonly now: () => number },
): ProgressMeter {
  let done = 0;
  const startedAt = options.now();
  const marks: { atMs: number; done: number }[] = [{ atMs: startedAt, done: 0 }];

  function rate(nowMs: number): number | null {
    while (marks.length > 2 && nowMs - marks[1]!.atMs > WINDOW_MS) marks.shift();
    const first = marks[0]!;
    const seconds = (nowMs - first.atMs) / 1000;
    return seconds < 0.2 || done === first.done ? null : (done - first.done) / seconds;
  }

  return {
    get done() {
      return done;
    },
    add(count) {
      done += count;
      const nowMs = options.now();
      if (nowMs - marks.at(-1)!.atMs >= 100) marks.push({ atMs: nowMs, done });
    },
    read(message, current) {
      const ratePerSecond = rate(options.now());
      const left = options.total === null ? null : Math.max(0, options.total - done);
      const secondsLeft = left === null || ratePerSecond === null ? null : left / ratePerSecond;
      const { total, unit } = options;
      return {
        done,
        total,
        unit,
        ratePerSecond,
        secondsLeft,
        message,
        ...(current && { current }),
      };
    },
  };
}

/** Lets a call through at most once in `everyMs`; the first one at once. */
export function createThrottle(everyMs: number, now: () => number): () => boolean {
  let last = -Infinity;
  return () => {
    const nowMs = now();
    if (nowMs - last < everyMs) return false;
    last = nowMs;
    return true;
  };
}
