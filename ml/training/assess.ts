import { type Calibration, fitConformal } from "../conformal.ts";
import {
  type BatchForecaster,
  type BlockMetrics,
  calibrateForecasts,
  forecastBlock,
  type ForecastValues,
  measureBlock,
  repeatQuantiles,
} from "./evaluate_block.ts";
import type { TrainingData } from "./prepare_data.ts";
import { fitShrinkage, leastShrinkage, type Shrinkage, shrinkQuantiles } from "./shrink.ts";

/**
 * Figures of the report block, which neither the weights nor early stopping nor the ranges have seen.
 * Model and naive forecast are calibrated alike on the block before. Labels overlap 24-fold: the number of
 * independent observations is nearer to `days` than to `samples`.
 */
export interface Assessment extends BlockMetrics {
  readonly naivePinball: number;
  readonly naiveCoverage90: number;
  /** The network's own pinball loss, before shrinkage and calibration. */
  readonly rawPinball: number;
  readonly days: number;
}

/** Samples per block: enough for stable figures, few enough for a second's work. */
export const ASSESSED_SAMPLES = 2048;

/** What the held-back blocks gave: how far to believe the network, its calibration, and its figures. */
export interface AssessedModel {
  readonly shrinkage: Shrinkage;
  readonly calibration: Calibration;
  readonly assessment: Assessment;
}

/** Shrinks as far as two blocks support it, calibrates on the later one, and measures on the last. */
export async function assess(
  data: TrainingData,
  forecast: BatchForecaster,
): Promise<AssessedModel> {
  const { horizons } = data.report;
  const stop = await forecastBlock(data.stop, forecast, ASSESSED_SAMPLES);
  const past = await forecastBlock(data.calibrate, forecast, ASSESSED_SAMPLES);
  const recent = await forecastBlock(data.report, forecast, ASSESSED_SAMPLES);
  const shrinkage = leastShrinkage(
    [stop, past].map((block) => fitShrinkage(block, data.naiveQuantiles)),
  );
  const shrink = ({ predicted, actual }: ForecastValues) => ({
    predicted: shrinkQuantiles(predicted, data.naiveQuantiles, shrinkage),
    actual,
  });
  const before = shrink(past);
  const calibration = fitConformal(before.predicted, before.actual, horizons);
  const model = measureBlock(calibrateForecasts(shrink(recent), calibration), horizons);
  const naive = measureBlock(calibratedNaive(data, past, recent), horizons);
  const { fromMs, toMs } = data.blocks.report;
  const assessment = {
    ...model,
    naivePinball: naive.pinball,
    naiveCoverage90: naive.coverage90,
    rawPinball: measureBlock(recent, horizons).pinball,
    days: (toMs - fromMs) / 86_400_000,
  };
  return { shrinkage, calibration, assessment };
}

function calibratedNaive(
  data: TrainingData,
  past: ForecastValues,
  recent: ForecastValues,
): ForecastValues {
  const before = repeatQuantiles(data.naiveQuantiles, past.actual);
  const calibration = fitConformal(before.predicted, before.actual, data.report.horizons);
  return calibrateForecasts(repeatQuantiles(data.naiveQuantiles, recent.actual), calibration);
}
