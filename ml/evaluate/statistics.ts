import { seededRandom } from "../random.ts";
import { studentCdf, studentQuantile } from "./distributions.ts";

/** Two-sided level of every interval. */
export const INTERVAL_LEVEL = 0.95;
/** The standard normal's quantile at 97.5 %. */
const Z = 1.959963984540054;

/** Bounds of an interval. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let place = 0; place < values.length; place++) sum += values[place]!;
  return sum / values.length;
}

/**
 * Lags of a series of n days by the rule ⌊4·(n/100)^(2/9)⌋ (Newey & West 1994), at least 1: labels
 * made through one day reach into the next.
 */
export function neweyWestLag(days: number): number {
  return Math.max(1, Math.floor(4 * (days / 100) ** (2 / 9)));
}

/**
 * Long-run variance of a series by Bartlett weights, γ₀ + 2·Σ (1 − k/(L+1))·γₖ (Newey & West 1987).
 * Never negative. Zero for fewer than two values.
 */
export function longRunVariance(values: ArrayLike<number>, lag: number): number {
  if (values.length < 2) return 0;
  const center = mean(values);
  let variance = autocovariance(values, center, 0);
  for (let k = 1; k <= Math.min(lag, values.length - 1); k++) {
    variance += 2 * (1 - k / (lag + 1)) * autocovariance(values, center, k);
  }
  return Math.max(0, variance);
}

/** γₖ with divisor n. */
function autocovariance(values: ArrayLike<number>, center: number, lag: number): number {
  let sum = 0;
  for (let place = lag; place < values.length; place++) {
    sum += (values[place]! - center) * (values[place - lag]! - center);
  }
  return sum / values.length;
}

export interface MeanTest extends Bounds {
  readonly value: number;
  readonly standardError: number;
  /** Newey–West t of the mean against zero; 0 where nothing varies around zero. */
  readonly t: number;
  /** Two-sided. */
  readonly pValue: number;
}

/**
 * Mean of a daily series with Newey–West standard error and Student interval of n − 1 degrees.
 * Days without a value are taken as if the next followed at once.
 */
export function testMean(daily: ArrayLike<number>): MeanTest {
  const days = daily.length;
  const value = mean(daily);
  if (days < 2) return { value, low: -Infinity, high: Infinity, standardError: 0, t: 0, pValue: 1 };
  const variance = longRunVariance(daily, neweyWestLag(days));
  // Divisor n − 1 in place of n, which matters for short series.
  const standardError = Math.sqrt(variance / (days - 1));
  const reach = studentQuantile((1 + INTERVAL_LEVEL) / 2, days - 1) * standardError;
  const t = standardError > 0 ? value / standardError : 0;
  const pValue = 2 * studentCdf(-Math.abs(t), days - 1);
  return { value, low: value - reach, high: value + reach, standardError, t, pValue };
}

/** Wilson's score interval of a share of n trials (Wilson 1927); n need not be whole. */
export function wilson(share: number, n: number): Bounds {
  const center = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
  const reach = Z / (1 + Z * Z / n) * Math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
  return { low: Math.max(0, center - reach), high: Math.min(1, center + reach) };
}

/**
 * Wilson interval of Σ hits / Σ counts where trials of a day, and of days next to each other, hang
 * together: n is the number of independent trials that would have the variance found, p·(1 − p) /
 * var(p) (design effect, Kish 1965; Korn & Graubard 1998), with the Newey–West variance of the
 * ratio over days. It is held to at most `most`. Where nothing varies, days count.
 *
 * @param most forecasts that could be independent at best: one of each coin and day
 */
export function shareInterval(
  hits: Float64Array,
  counts: Float64Array,
  most: number,
): { readonly value: number } & Bounds {
  const total = mean(counts) * counts.length;
  const share = mean(hits) * hits.length / total;
  const days = hits.length;
  const deviations = hits.map((hit, day) => hit - share * counts[day]!);
  const variance = days * longRunVariance(deviations, neweyWestLag(days)) / (total * total) *
    (days / Math.max(1, days - 1));
  const independent = variance > 0 ? share * (1 - share) / variance : days;
  return { value: share, ...wilson(share, Math.max(1, Math.min(most, independent))) };
}

export interface BootstrapOptions {
  readonly days: number;
  readonly seed: number;
  readonly resamples: number;
}

/** How often each day is drawn in each resample, row by row. */
export interface Resamples {
  readonly counts: Uint16Array;
  readonly days: number;
  readonly resamples: number;
}

/**
 * Draws days in circular blocks (Politis & Romano 1992) of ⌈days^(1/3)⌉ days (the order of Hall,
 * Horowitz & Jing 1995), at least 2, so that what hangs together from day to day stays so. The
 * same seed gives the same draws.
 */
export function drawDays({ days, seed, resamples }: BootstrapOptions): Resamples {
  const random = seededRandom(seed);
  const block = Math.max(2, Math.ceil(days ** (1 / 3)));
  const counts = new Uint16Array(resamples * days);
  for (let resample = 0; resample < resamples; resample++) {
    let start = 0;
    for (let drawn = 0; drawn < days; drawn++) {
      if (drawn % block === 0) start = Math.floor(random() * days);
      counts[resample * days + (start + drawn % block) % days]!++;
    }
  }
  return { counts, days, resamples };
}

/**
 * A statistic of sums over days, with its percentile interval over the resamples (Efron 1979).
 *
 * @param columns sums of each day, one array per quantity
 * @param statistic of the totals of the columns, in their order
 */
export function bootstrap(
  columns: readonly Float64Array[],
  statistic: (totals: Float64Array) => number,
  { counts, days, resamples }: Resamples,
): { readonly value: number } & Bounds {
  const totals = Float64Array.from(columns, (column) => mean(column) * days);
  const value = statistic(totals);
  const drawn = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    const weights = counts.subarray(resample * days, (resample + 1) * days);
    columns.forEach((column, place) => {
      let sum = 0;
      for (let day = 0; day < days; day++) sum += weights[day]! * column[day]!;
      totals[place] = sum;
    });
    drawn[resample] = statistic(totals);
  }
  drawn.sort();
  const at = (level: number) => drawn[Math.round(level * (resamples - 1))]!;
  const tail = (1 - INTERVAL_LEVEL) / 2;
  return { value, low: Math.min(value, at(tail)), high: Math.max(value, at(1 - tail)) };
}

export interface ForecastComparison {
  /** Below zero: the first forecast loses less. */
  readonly statistic: number;
  /** Two-sided: the losses are equal. */
  readonly pValue: number;
  /** One-sided: small where the first forecast is better. */
  readonly pBetter: number;
}

/**
 * Diebold & Mariano (1995) on a series of loss differences (first less second), with the correction
 * and Student distribution of Harvey, Leybourne & Newbold (1997):
 * DM·√((n + 1 − 2h + h(h − 1)/n)/n) on n − 1 degrees, the variance from h − 1 autocovariances. Where
 * those make it negative, Bartlett weights are taken.
 *
 * @param steps h, the forecast horizon in steps of the series; 2 for day means of forecasts made
 *   through the day a day ahead
 */
export function dieboldMariano(differences: Float64Array, steps = 2): ForecastComparison {
  const n = differences.length;
  const center = mean(differences);
  let variance = n === 0 ? 0 : autocovariance(differences, center, 0);
  for (let k = 1; k < Math.min(steps, n); k++) {
    variance += 2 * autocovariance(differences, center, k);
  }
  if (variance <= 0) variance = longRunVariance(differences, steps - 1);
  if (n < 2 || variance <= 0) return { statistic: 0, pValue: 1, pBetter: 0.5 };
  const correction = (n + 1 - 2 * steps + steps * (steps - 1) / n) / n;
  const statistic = center / Math.sqrt(variance / n) * Math.sqrt(Math.max(0, correction));
  const pBetter = studentCdf(statistic, n - 1);
  return { statistic, pValue: 2 * Math.min(pBetter, 1 - pBetter), pBetter };
}

/**
 * Benjamini & Hochberg (1995): p-values adjusted for their number. Those at or under a rate have at
 * most that share of false discoveries among them.
 *
 * @returns in the order given
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = pValues.map((_, place) => place).sort((a, b) => pValues[b]! - pValues[a]!);
  const adjusted = new Array<number>(pValues.length);
  let least = 1;
  order.forEach((place, above) => {
    const rank = pValues.length - above;
    least = Math.min(least, pValues[place]! * pValues.length / rank);
    adjusted[place] = least;
  });
  return adjusted;
}
