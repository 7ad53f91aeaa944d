import { type CallDecision, judgeGains, medianGain } from "./calls.ts";
import type { TestForecast } from "./records.ts";

const DAY_MS = 86_400_000;

/**
 * Marks as called what would have been called when it was made: once a day the record of all forecasts due by
 * then is judged, and the decision holds for the day.
 * @param forecasts of one model, of any number of folds; returned in order of time
 */
export function markCalls(forecasts: readonly TestForecast[]): TestForecast[] {
  const ordered = forecasts.toSorted((a, b) => a.madeAtMs - b.madeAtMs);
  const gains = new Map<string, number[]>();
  const freeFromMs = new Map<string, number>();
  let decisions = new Map<string, CallDecision>();
  let decidedDay = -1;
  let due = 0;
  return ordered.map((one) => {
    const day = Math.floor(one.madeAtMs / DAY_MS);
    if (day !== decidedDay) {
      decidedDay = day;
      while (due < ordered.length && ordered[due]!.targetMs <= one.madeAtMs) {
        addGain(gains, freeFromMs, ordered[due++]!);
      }
      decisions = judgeGains(gains);
    }
    return { ...one, called: decisions.get(one.symbol)?.called ?? false };
  });
}

/** Only of forecasts that do not overlap the last one counted of their coin. */
function addGain(
  gains: Map<string, number[]>,
  freeFromMs: Map<string, number>,
  forecast: TestForecast,
): void {
  const { symbol, madeAtMs, targetMs } = forecast;
  if (madeAtMs < (freeFromMs.get(symbol) ?? -Infinity)) return;
  freeFromMs.set(symbol, targetMs);
  const known = gains.get(symbol);
  if (known === undefined) gains.set(symbol, [medianGain(forecast)]);
  else known.push(medianGain(forecast));
}
