import { type ForecastTable, sumByDay } from "../forecast_table.ts";
import type { MetricValue } from "../records.ts";
import { bootstrap, type Resamples } from "../statistics.ts";
import { hit } from "./direction.ts";
import { meanScore } from "./quantile_scores.ts";

const BINS = 10;

/**
 * Mean (probability up − up)² (Brier 1950); for a stated direction that equals (confidence − hit)².
 * Always saying one half scores 0.25.
 */
export function brier(table: ForecastTable, resamples: Resamples): MetricValue {
  return meanScore(table, (row) => {
    const up = (1 + Math.sign(table.outcome[row]!)) / 2;
    return (table.rows[row]!.probabilityUp - up) ** 2;
  }, resamples);
}

/** One bin of the reliability curve. */
export interface ReliabilityBin {
  readonly confidence: number;
  readonly hitRate: number;
  readonly forecasts: number;
}

/** Stated confidence against what came true, in ten bins of equal mass. */
export function reliabilityCurve(table: ForecastTable): ReliabilityBin[] {
  const bin = binByConfidence(table);
  const bins = Array.from({ length: BINS }, () => ({ confidence: 0, hitRate: 0, forecasts: 0 }));
  bin.forEach((place, row) => {
    bins[place]!.confidence += confidenceOf(table, row);
    bins[place]!.hitRate += hit(table.rows[row]!);
    bins[place]!.forecasts++;
  });
  return bins.filter(({ forecasts }) => forecasts > 0).map((one) => ({
    confidence: one.confidence / one.forecasts,
    hitRate: one.hitRate / one.forecasts,
    forecasts: one.forecasts,
  }));
}

/**
 * Expected calibration error: |mean confidence − hit rate| in ten bins of equal mass, weighted by
 * their forecasts (Naeini, Cooper & Hauskrecht 2015; equal mass after Nguyen & O'Connor 2015). Noise
 * makes it positive even of a calibrated model, and the resampled interval more so.
 */
export function expectedCalibrationError(
  table: ForecastTable,
  resamples: Resamples,
): MetricValue {
  const bin = binByConfidence(table);
  const misses = Array.from(
    { length: BINS },
    (_, place) =>
      sumByDay(
        table,
        (row) => bin[row] === place ? confidenceOf(table, row) - hit(table.rows[row]!) : 0,
      ),
  );
  const counts = sumByDay(table, () => 1);
  return bootstrap([...misses, counts], (totals) => {
    let sum = 0;
    for (let place = 0; place < BINS; place++) sum += Math.abs(totals[place]!);
    return sum / totals[BINS]!;
  }, resamples);
}

function confidenceOf({ rows }: ForecastTable, row: number): number {
  return rows[row]!.confidence;
}

/** Bin of each row by the rank of its confidence; equal confidences share the first one's bin. */
function binByConfidence(table: ForecastTable): Int32Array {
  const count = table.rows.length;
  const values = Float64Array.from(table.rows, ({ confidence }) => confidence);
  const order = Uint32Array.from(values, (_, row) => row).sort((a, b) => values[a]! - values[b]!);
  const bin = new Int32Array(count);
  order.forEach((row, rank) => {
    const before = order[rank - 1];
    const tied = before !== undefined && values[before] === values[row];
    bin[row] = tied ? bin[before]! : Math.floor(rank * BINS / count);
  });
  return bin;
}
