import { type Calibration, fitConformal } from "../conformal.ts";
import {
  type BatchForecaster,
  type BlockForecasts,
  type BlockMetrics,
  calibrateForecasts,
  forecastBlock,
  measureBlock,
  repeatQuantiles,
} from "./evaluate_block.ts";
import type { TrainingData } from "./prepare_data.ts";

/**
 * Figures of the report block, which neither the weights nor early stopping nor the ranges have seen.
 * Model and naive forecast are calibrated alike on the block before. Labels overlap 24-fold: the number of
 * independent observations is nearer to `days` than to `samples`.
 */
export interface Assessment extends BlockMetrics {
  readonly naivePinball: number;
  readonly naiveCoverage90: number;
  /** The model's pinball loss before calibration. */
  readonly rawPinball: number;
  readonly days: number;
}

/** Samples per block: enough for stable figures, few enough for a second's work. */
export const ASSESSED_SAMPLES = 2048;

/** Calibrates on one block and measures on the next. */
export async function assess(
  data: TrainingData,
  forecast: BatchForecaster,
): Promise<{ calibration: Calibration; assessment: Assessment }> {
  const { horizons } = data.report;
  const past = await forecastBlock(data.calibrate, forecast, ASSESSED_SAMPLES);
  const recent = await forecastBlock(data.report, forecast, ASSESSED_SAMPLES);
  const calibration = fitConformal(past.predicted, past.actual, horizons);
  const model = measureBlock(calibrateForecasts(recent, calibration), horizons);
  const naive = measureBlock(calibratedNaive(data, past, recent), horizons);
  const { fromMs, toMs } = data.blocks.report;
  return {
    calibration,
    assessment: {
      ...model,
      naivePinball: naive.pinball,
      naiveCoverage90: naive.coverage90,
      rawPinball: measureBlock(recent, horizons).pinball,
      days: (toMs - fromMs) / 86_400_000,
    },
  };
}

function calibratedNaive(
  data: TrainingData,
  past: BlockForecasts,
  recent: BlockForecasts,
): BlockForecasts {
  const before = repeatQuantiles(data.naiveQuantiles, past.actual);
  const calibration = fitConformal(before.predicted, before.actual, data.report.horizons);
  return calibrateForecasts(repeatQuantiles(data.naiveQuantiles, recent.actual), calibration);
}
