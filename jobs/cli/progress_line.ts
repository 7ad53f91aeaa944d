import type { JobProgress, ReportProgress } from "../context.ts";

export interface ProgressLine {
  readonly report: ReportProgress;
  /** Says something that stays, above the progress. */
  say(text: string): void;
  /** Takes the unfinished line away. */
  clear(): void;
}

/** Where nobody watches, a line now and then is enough. */
const PLAIN_EVERY_MS = 5_000;

/** Progress on stderr: one line that renews itself on a terminal, a line every few seconds elsewhere. */
export function createProgressLine(
  write: (text: string) => void = (text) => Deno.stderr.writeSync(new TextEncoder().encode(text)),
  isTerminal: boolean = Deno.stderr.isTerminal(),
  now: () => number = Date.now,
): ProgressLine {
  let last = -Infinity;
  let shown = false;
  const clear = () => {
    if (isTerminal && shown) write("\r\x1b[K");
    shown = false;
  };
  return {
    clear,
    report(progress) {
      const text = describeProgress(progress);
      if (isTerminal) {
        write(`\r\x1b[K${text}`);
        shown = true;
      } else if (now() - last >= PLAIN_EVERY_MS) {
        last = now();
        write(`${text}\n`);
      }
    },
    say(text) {
      clear();
      write(`${text}\n`);
    },
  };
}

/** `Collecting candles of BTC: 12,000 of 50,000 candles (24 %), 18,300/s, 2 min left`. */
export function describeProgress(progress: JobProgress): string {
  const { done, total, unit, ratePerSecond, secondsLeft, message, loss, naiveLoss } = progress;
  const isCounting = done > 0 || total !== null;
  const parts = isCounting ? [amount(done, total, unit)] : [];
  if (ratePerSecond !== null) parts.push(`${count(ratePerSecond)}/s`);
  if (loss !== undefined && loss !== null) {
    const against = naiveLoss === undefined || naiveLoss === null
      ? ""
      : ` (naive ${naiveLoss.toFixed(4)})`;
    parts.push(`loss ${loss.toFixed(4)}${against}`);
  }
  if (secondsLeft !== null) parts.push(`${duration(secondsLeft)} left`);
  return parts.length === 0 ? message : `${message}: ${parts.join(", ")}`;
}

function amount(done: number, total: number | null, unit: string): string {
  if (total === null || total === 0) return `${count(done)} ${unit}`;
  return `${count(done)} of ${count(total)} ${unit} (${Math.floor(done / total * 100)} %)`;
}

function count(value: number): string {
  return value >= 10 || Number.isInteger(value)
    ? Math.round(value).toLocaleString("en-US")
    : value.toFixed(1);
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 90) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
