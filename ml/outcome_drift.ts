/** What came of one day's forecasts, all coins together. */
export interface DailyOutcome {
  readonly scored: number;
  /** How many of them the 90 % range contained. */
  readonly in90: number;
  /** Sums of the losses of the model and of the naive forecast beside it. */
  readonly pinball: number;
  readonly naivePinball: number;
}

/** Whether published ranges still contain what they should, and still beat the naive ones. */
export interface OutcomeDrift {
  readonly days: number;
  readonly forecasts: number;
  readonly daysNeeded: number;
  /** `null` before there are enough days. */
  readonly coverage90: number | null;
  /** Below this the ranges are too narrow, beyond chance. */
  readonly leastCoverage90: number | null;
  /** Loss over that of the naive forecast. */
  readonly pinballRatio: number | null;
  /** Above this the model is worse than naive, beyond chance. */
  readonly mostPinballRatio: number | null;
}

/** Days that are looked back on, and the least of them that say anything. */
export const OUTCOME_DAYS = 30;
export const LEAST_OUTCOME_DAYS = 14;

const NOMINAL = 0.9;
/** One-sided 1 % of the normal distribution. */
const Z = 2.326;

/**
 * Judges the newest `OUTCOME_DAYS`. A day counts as one observation, since its labels overlap and its coins
 * move together: the bound for coverage is that of a binomial with as many trials as days (Kupiec 1995, at
 * 1 %), the bound for the loss a t-test of the daily differences from the naive forecast, with one lag for the
 * hours that two days share (Diebold & Mariano 1995; Newey & West 1987).
 */
export function judgeOutcomes(all: readonly DailyOutcome[]): OutcomeDrift {
  const days = all.slice(-OUTCOME_DAYS);
  const forecasts = days.reduce((sum, day) => sum + day.scored, 0);
  const known = { days: days.length, forecasts, daysNeeded: LEAST_OUTCOME_DAYS };
  if (days.length < LEAST_OUTCOME_DAYS) {
    return {
      ...known,
      coverage90: null,
      leastCoverage90: null,
      pinballRatio: null,
      mostPinballRatio: null,
    };
  }
  const inside = days.reduce((sum, day) => sum + day.in90, 0);
  return {
    ...known,
    coverage90: inside / forecasts,
    leastCoverage90: NOMINAL - Z * Math.sqrt(NOMINAL * (1 - NOMINAL) / days.length),
    ...judgeLoss(days),
  };
}

function judgeLoss(days: readonly DailyOutcome[]) {
  const naive = mean(days.map((day) => day.naivePinball / day.scored));
  if (!(naive > 0)) return { pinballRatio: null, mostPinballRatio: null };
  const excess = days.map((day) => (day.pinball - day.naivePinball) / day.scored);
  const center = mean(excess);
  const product = (lag: number) =>
    excess.slice(lag).reduce(
      (sum, value, at) => sum + (value - center) * (excess[at]! - center),
      0,
    ) / excess.length;
  // Bartlett's weight of the one lag is a half, on both sides.
  const variance = Math.max(0, product(0) + product(1));
  return {
    pinballRatio: 1 + center / naive,
    mostPinballRatio: 1 + Z * Math.sqrt(variance / excess.length) / naive,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
