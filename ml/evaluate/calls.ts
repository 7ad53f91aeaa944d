import { studentCdf } from "./distributions.ts";
import { benjaminiHochberg } from "./statistics.ts";

/** A forecast whose target hour has come. Prices in USD. */
export interface ScoredForecast {
  readonly symbol: string;
  readonly madeAtMs: number;
  readonly targetMs: number;
  /** Close when it was made: the naive forecast. */
  readonly close: number;
  /** Median forecast. */
  readonly q50: number;
  /** Close at the target. */
  readonly actual: number;
}

/** Whether the record of a coin supports an edge over the naive forecast. */
export interface CallDecision {
  readonly called: boolean;
  /** One-sided, before the correction for the number of coins; 1 where there is too little record. */
  readonly pValue: number;
  /** Non-overlapping days behind it. */
  readonly days: number;
  /** One plain sentence. */
  readonly reason: string;
}

/** Fewer scored days than this support nothing. */
export const LEAST_CALL_DAYS = 60;

/**
 * Share of false calls among calls that is put up with. Low, because the test is looked at anew each day.
 */
export const FALSE_CALL_SHARE = 0.01;

/**
 * Which coins to call: those where the medians erred less than "no change" by more than chance explains. One
 * observation per coin is the gain in absolute log error of one day, days not overlapping; one-sided t test of
 * a mean gain above zero; then the step-up of Benjamini & Hochberg (1995) over the coins with enough days.
 *
 * @param history scored forecasts of one model, any order; forecasts of a coin may overlap in time
 */
export function decideCalls(history: readonly ScoredForecast[]): Map<string, CallDecision> {
  const coins = new Map<string, ScoredForecast[]>();
  for (const one of history) {
    const known = coins.get(one.symbol);
    if (known === undefined) coins.set(one.symbol, [one]);
    else known.push(one);
  }
  return judgeGains(new Map([...coins].map(([symbol, some]) => [symbol, dailyGains(some)])));
}

/** Gain of one forecast's median over the naive forecast: the difference of absolute log errors. */
export function medianGain({ close, q50, actual }: ScoredForecast): number {
  return Math.abs(Math.log(actual / close)) - Math.abs(Math.log(actual / q50));
}

/** Gains of one coin's forecasts, each made when the one before was due. */
function dailyGains(forecasts: ScoredForecast[]): number[] {
  const gains: number[] = [];
  let freeFromMs = -Infinity;
  for (const one of forecasts.sort((a, b) => a.madeAtMs - b.madeAtMs)) {
    if (one.madeAtMs < freeFromMs) continue;
    gains.push(medianGain(one));
    freeFromMs = one.targetMs;
  }
  return gains;
}

/** The decision from the non-overlapping gains of each coin. */
export function judgeGains(
  gains: ReadonlyMap<string, readonly number[]>,
): Map<string, CallDecision> {
  const tested = [...gains].filter(([, some]) => some.length >= LEAST_CALL_DAYS)
    .map(([symbol, some]) => ({ symbol, days: some.length, pValue: pValueOf(some) }));
  const adjusted = benjaminiHochberg(tested.map(({ pValue }) => pValue));
  const decisions = new Map<string, CallDecision>();
  for (const [symbol, some] of gains) decisions.set(symbol, notYet(some.length));
  tested.forEach(({ symbol, days, pValue }, place) => {
    const called = adjusted[place]! <= FALSE_CALL_SHARE;
    const reason = describe(called, { pValue, days, coins: tested.length });
    decisions.set(symbol, { called, pValue, days, reason });
  });
  return decisions;
}

/** One-sided p-value of Student's t. */
function pValueOf(gains: readonly number[]): number {
  const count = gains.length;
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / count;
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
  if (squares === 0) return mean > 0 ? 0 : 1;
  const freedom = count - 1;
  const t = mean / Math.sqrt(squares / freedom / count);
  return studentCdf(-t, freedom);
}

function notYet(days: number): CallDecision {
  const reason = `${days} scored ${days === 1 ? "day" : "days"}; an edge can be told from ` +
    `${LEAST_CALL_DAYS} on.`;
  return { called: false, pValue: 1, days, reason };
}

function describe(
  called: boolean,
  { pValue, days, coins }: { pValue: number; days: number; coins: number },
): string {
  const p = pValue < 0.001 ? "p < 0.001" : `p = ${pValue.toPrecision(2)}`;
  return called
    ? `Erred less than the naive forecast over ${days} days (${p}), beyond chance among ${coins} coins.`
    : `No edge over the naive forecast in ${days} days (${p}, ${coins} coins tested).`;
}
