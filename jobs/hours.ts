/** One hour in milliseconds, the length of every stored candle. */
export const HOUR_MS = 3_600_000;

/** A run of hours by the open times of its first and last; both ends included. */
export interface HourSpan {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Open time of the hour that contains `timeMs`. */
export function hourOf(timeMs: number): number {
  return Math.floor(timeMs / HOUR_MS) * HOUR_MS;
}

/** The first full hour at or after `timeMs`. */
export function hourFrom(timeMs: number): number {
  return Math.ceil(timeMs / HOUR_MS) * HOUR_MS;
}

/** Open time of the newest hour that is over at `nowMs`. */
export function lastClosedHour(nowMs: number): number {
  return hourOf(nowMs) - HOUR_MS;
}

export function hoursIn(span: HourSpan): number {
  return (span.lastMs - span.firstMs) / HOUR_MS + 1;
}

/** The hours of `spans` that are in none of `taken`, as exact runs. */
export function subtractSpans(
  spans: readonly HourSpan[],
  taken: readonly HourSpan[],
): HourSpan[] {
  const ordered = taken.toSorted((a, b) => a.firstMs - b.firstMs);
  return spans.flatMap((span) => {
    const rest: HourSpan[] = [];
    let firstMs = span.firstMs;
    for (const hole of ordered) {
      if (hole.lastMs < firstMs) continue;
      if (hole.firstMs > span.lastMs) break;
      if (hole.firstMs > firstMs) rest.push({ firstMs, lastMs: hole.firstMs - HOUR_MS });
      firstMs = hole.lastMs + HOUR_MS;
    }
    if (firstMs <= span.lastMs) rest.push({ firstMs, lastMs: span.lastMs });
    return rest;
  });
}

/** The part of each span inside `[firstMs, lastMs]`. */
export function clipSpans(spans: readonly HourSpan[], range: HourSpan): HourSpan[] {
  return spans.map((span) => ({
    firstMs: Math.max(span.firstMs, range.firstMs),
    lastMs: Math.min(span.lastMs, range.lastMs),
  })).filter((span) => span.firstMs <= span.lastMs);
}

/** Cuts spans into runs of at most `hours` hours, in order. */
export function splitSpans(spans: readonly HourSpan[], hours: number): HourSpan[] {
  return spans.flatMap((span) => {
    const parts: HourSpan[] = [];
    for (let firstMs = span.firstMs; firstMs <= span.lastMs; firstMs += hours * HOUR_MS) {
      parts.push({ firstMs, lastMs: Math.min(span.lastMs, firstMs + (hours - 1) * HOUR_MS) });
    }
    return parts;
  });
}
