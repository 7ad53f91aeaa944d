import { buildDataset } from "./dataset.ts";
import { computeFeatures } from "./features/feature_set.ts";
import { type Manifest, networkOf, openModel } from "./manifest.ts";
import { connectOuterEnd } from "./model_process_end.ts";
import { FORECAST_INPUT, FORECAST_OUTPUT } from "./onnx/export.ts";
import type { CoinSeries } from "./series.ts";
import { ASSESSED_SAMPLES } from "./training/assess.ts";
import {
  type BlockMetrics,
  calibrateForecasts,
  forecastBlock,
  measureBlock,
} from "./training/evaluate_block.ts";

/** The one request of a measuring process. */
export interface MeasureRequest {
  readonly manifest: Manifest;
  readonly onnx: Uint8Array;
  readonly block: { readonly fromMs: number; readonly toMs: number };
  readonly series: readonly CoinSeries[];
}

export type MeasureReply =
  | { readonly kind: "measured"; readonly metrics: BlockMetrics }
  | { readonly kind: "failed"; readonly message: string };

async function measure({ manifest, onnx, block, series }: MeasureRequest): Promise<BlockMetrics> {
  const { sequenceLength, horizonHours, scaler, calibration } = manifest;
  const dataset = buildDataset(computeFeatures(series), {
    ...block,
    sequenceLength,
    horizonHours,
    scaler,
  });
  if (dataset.size === 0) throw new Error("No forecast of the block can be measured.");
  const session = await openModel(manifest, onnx);
  try {
    const { features } = networkOf(manifest);
    const forecasts = await forecastBlock(dataset, async (x, batch) => {
      const dims = [batch, sequenceLength, features];
      const results = await session.run({ [FORECAST_INPUT]: { data: x, dims } });
      return results[FORECAST_OUTPUT]!.data;
    }, ASSESSED_SAMPLES);
    return measureBlock(calibrateForecasts(forecasts, calibration), horizonHours);
  } finally {
    await session.close();
  }
}

async function main(): Promise<void> {
  const outer = connectOuterEnd();
  let reply: MeasureReply;
  try {
    reply = { kind: "measured", metrics: await measure(await outer.next<MeasureRequest>()) };
  } catch (error) {
    reply = { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
  outer.reply(reply);
  Deno.exit(0);
}

if (import.meta.main) await main();
