import type { EngineName } from "../engines/engine.ts";
import { FEATURE_SET_VERSION, featureNames } from "../features/feature_set.ts";
import { QUANTILES } from "../forecast.ts";
import { type Manifest, sha256 } from "../manifest.ts";
import type { CoinSeries } from "../series.ts";
import type { AssessedModel } from "./assess.ts";
import type { FitResult } from "./fit.ts";
import type { TrainingReport } from "./result.ts";
import type { Run } from "./run.ts";

/** What a finished training came to. */
export interface Outcome extends AssessedModel {
  readonly result: FitResult;
  readonly agreement: number;
  readonly engine: EngineName;
  readonly reason: string;
}

/** The manifest of a new model; its id tells type, time of creation and content. */
export async function describeModel(
  { options, data, shape, now }: Run,
  series: readonly CoinSeries[],
  onnx: Uint8Array<ArrayBuffer>,
  { result, shrinkage, calibration, agreement, engine, reason }: Outcome,
): Promise<Manifest> {
  const hash = await sha256(onnx);
  const createdAtMs = now();
  const day = new Date(createdAtMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  return {
    format: 1,
    id: `${shape.type.toLowerCase()}-${day}-${hash.slice(0, 8)}`,
    type: shape.type,
    layers: shape.layers,
    units: shape.units,
    sequenceLength: options.sequenceLength,
    horizonHours: options.horizonHours,
    quantiles: [...QUANTILES],
    features: { version: FEATURE_SET_VERSION, names: [...featureNames] },
    scaler: data.scaler,
    inputs: data.inputs,
    shrinkage,
    calibration: { ...calibration } as Manifest["calibration"],
    blocks: data.blocks,
    coins: series.map((one) => one.symbol).filter((symbol) =>
      !options.heldOutCoins.includes(symbol)
    ),
    seed: options.seed,
    steps: result.steps,
    bestStep: result.bestStep,
    engine,
    engineReason: reason,
    agreement,
    sha256: hash,
    createdAtMs,
  };
}

export function describeRun(run: Run, outcome: Outcome): TrainingReport {
  return {
    validation: outcome.assessment,
    shrinkage: outcome.shrinkage,
    stoppedBecause: outcome.result.stoppedBecause,
    steps: outcome.result.steps,
    seconds: (run.now() - run.startedMs) / 1000,
    engine: outcome.engine,
    engineReason: outcome.reason,
    agreement: outcome.agreement,
    windows: run.data.train.size,
    dropped: run.data.train.dropped,
    resumed: run.resume !== null,
  };
}
