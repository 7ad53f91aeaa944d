const HOUR_MS = 3_600_000;

/** The rounds that take entries at a moment: they close at the next full hour. */
export function openRoundTimes(nowMs: number): { closesAtMs: number; targetAtMs: number } {
  const closesAtMs = (Math.floor(nowMs / HOUR_MS) + 1) * HOUR_MS;
  return { closesAtMs, targetAtMs: closesAtMs + 24 * HOUR_MS };
}
