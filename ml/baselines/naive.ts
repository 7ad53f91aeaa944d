import { conformalQuantile, identityCalibration } from "../conformal.ts";
import type { Dataset } from "../dataset.ts";
import { trailingVolatility } from "../features/realized_volatility.ts";
import { explainNaive } from "../explain/naive.ts";
import { usualVolatility } from "../explain/usual_volatility.ts";
import { type Forecast, QUANTILES, toForecast } from "../forecast.ts";
import { pinball, quantileOfSorted } from "../quantiles.ts";
import { type CoinSeries, HOUR_MS } from "../series.ts";

export interface NaiveOptions {
  /** Hours to forecast, H. */
  readonly horizonHours: number;
  /** Days of each coin's own history on which the ranges are calibrated, for instance 180. */
  readonly calibrationDays: number;
}

/** Fewer past forecasts than this say nothing of a 5 % tail: normal ranges are widened instead. */
const LEAST_SCORES = 200;
/** Half-widths of the 90 and 50 % ranges of a normal, widened by a fifth for fat tails. */
const UNKNOWN_HALF_WIDTHS = [1.645 * 1.2, 0.674 * 1.2] as const;
/** Labels overlap: every third hour calibrates as well as every hour. */
const STRIDE = 3;

/**
 * The naive forecast: the price stays where it is. Its ranges are split-conformal: for each hour
 * ahead, the quantile of what |ln(close[t+h] / close[t])| / (volatility[t]·√h) was over the
 * coin's own last `calibrationDays`, scaled by today's volatility (Lei et al. 2018). Probability
 * up and confidence are 0.5. Coins with fewer than 84 hourly returns in the last week are left
 * out: their volatility is unknown.
 */
export function naiveForecasts(
  series: readonly CoinSeries[],
  options: NaiveOptions,
): Forecast[] {
  return series.flatMap((one) => forecastCoin(one, options) ?? []);
}

function forecastCoin(
  { symbol, openTime, close }: CoinSeries,
  { horizonHours, calibrationDays }: NaiveOptions,
): Forecast | null {
  const last = close.length - 1;
  const first = firstRowSince(openTime, calibrationDays * 24 + horizonHours + 168);
  const volatility = trailingVolatility(openTime.subarray(first), close.subarray(first));
  const now = volatility[last - first];
  if (now === undefined || Number.isNaN(now)) return null;
  const quantiles = new Float32Array(horizonHours * QUANTILES.length);
  const history = { openTime: openTime.subarray(first), close: close.subarray(first), volatility };
  for (let hour = 1; hour <= horizonHours; hour++) {
    quantiles.set(symmetric(halfWidths(history, hour)), (hour - 1) * QUANTILES.length);
  }
  const forecast = toForecast({
    symbol,
    madeAtMs: openTime[last]! + HOUR_MS,
    close: close[last]!,
    volatility: now,
    quantiles,
    calibration: { ...identityCalibration(horizonHours), confidenceFactor: 0 },
  });
  const usual = usualVolatility(history.openTime, volatility);
  return { ...forecast, attribution: explainNaive(forecast, { now, usual }) };
}

function firstRowSince(openTime: Float64Array, hours: number): number {
  const since = openTime[openTime.length - 1]! - hours * HOUR_MS;
  let row = openTime.length;
  while (row > 0 && openTime[row - 1]! >= since) row--;
  return row;
}

interface History {
  readonly openTime: Float64Array;
  readonly close: Float64Array;
  readonly volatility: Float64Array;
}

function halfWidths({ openTime, close, volatility }: History, hour: number): [number, number] {
  const scores = new Float64Array(Math.ceil(close.length / STRIDE));
  const root = Math.sqrt(hour);
  let count = 0;
  for (let row = 0; row + hour < close.length; row += STRIDE) {
    if (openTime[row + hour]! - openTime[row]! !== hour * HOUR_MS) continue;
    const score = Math.abs(Math.log(close[row + hour]! / close[row]!)) / (volatility[row]! * root);
    if (Number.isFinite(score)) scores[count++] = score;
  }
  if (count < LEAST_SCORES) return [...UNKNOWN_HALF_WIDTHS];
  const known = scores.subarray(0, count);
  return [conformalQuantile(known, 0.9), conformalQuantile(known, 0.5)];
}

function symmetric([wide, narrow]: [number, number]): number[] {
  return [-wide, -narrow, 0, narrow, wide];
}

/** Samples that an unconditional quantile needs at most. */
const ENOUGH_SAMPLES = 20_000;

/**
 * What a forecaster without inputs would say: per horizon the unconditional quantiles of the
 * scaled targets of the training block, with the median at zero.
 *
 * @returns H×5
 * @throws RangeError for an empty dataset.
 */
export function fitNaiveQuantiles(train: Dataset): Float32Array {
  if (train.size === 0) throw new RangeError("The training block holds no samples.");
  const stride = Math.ceil(train.size / ENOUGH_SAMPLES);
  const indexes = Int32Array.from(
    { length: Math.ceil(train.size / stride) },
    (_, place) => place * stride,
  );
  const targets = new Float32Array(indexes.length * train.horizons);
  train.fillTargets(indexes, targets);
  const quantiles = new Float32Array(train.horizons * QUANTILES.length);
  for (let horizon = 0; horizon < train.horizons; horizon++) {
    const values = Float64Array.from(indexes, (_, row) => targets[row * train.horizons + horizon]!);
    values.sort();
    const levels = QUANTILES.map((level) => level === 0.5 ? 0 : quantileOfSorted(values, level));
    quantiles.set(levels, horizon * QUANTILES.length);
  }
  return quantiles;
}

/**
 * The loss to beat: mean pinball over all samples, horizons and the five levels, of the same
 * quantiles for every sample. In the units of the scaled targets, like a network's training loss.
 *
 * @param quantiles H×5 from `fitNaiveQuantiles` of the training block
 */
export function naivePinball(dataset: Dataset, quantiles: Float32Array): number {
  const { horizons, size } = dataset;
  const indexes = new Int32Array(1);
  const targets = new Float32Array(horizons);
  let sum = 0;
  for (let sample = 0; sample < size; sample++) {
    indexes[0] = sample;
    dataset.fillTargets(indexes, targets);
    for (let cell = 0; cell < quantiles.length; cell++) {
      const target = targets[Math.floor(cell / QUANTILES.length)]!;
      sum += pinball(target, quantiles[cell]!, QUANTILES[cell % QUANTILES.length]!);
    }
  }
  return sum / (size * quantiles.length);
}
