import type { MeasureReply, MeasureRequest } from "./measure_process.ts";
import { loadModel } from "./manifest.ts";
import { startModelProcess } from "./model_process.ts";
import { candlesSince, type CoinSeries, HOUR_MS } from "./series.ts";
import type { BlockMetrics } from "./training/evaluate_block.ts";
import { hoursNeeded } from "./predict.ts";

export interface MeasureOptions {
  readonly modelsDir: string;
  readonly id: string;
  /** Open times of the last input candles, `toMs` excluded. */
  readonly block: { readonly fromMs: number; readonly toMs: number };
  /** Of the model it is compared with: losses over other horizons say nothing about it. */
  readonly horizonHours: number;
}

/**
 * What an installed model scores on a block of time, as `assess` measures a new one: the same samples
 * where the block, the coins and the length of the windows are the same. In a process of its
 * own.
 * @throws ModelFileError when the model cannot be served; Error for another horizon or an empty block
 */
export async function measureModel(
  series: readonly CoinSeries[],
  options: MeasureOptions,
): Promise<BlockMetrics> {
  const { manifest, onnx } = await loadModel(options.modelsDir, options.id);
  if (manifest.horizonHours !== options.horizonHours) {
    throw new Error(
      `it forecasts ${manifest.horizonHours} hours, the other ${options.horizonHours}.`,
    );
  }
  const sinceMs = options.block.fromMs - hoursNeeded(manifest) * HOUR_MS;
  const recent = series.map((one) => candlesSince(one, sinceMs)).filter((one) =>
    one.close.length > 0
  );
  await using measuring = startModelProcess(new URL("./measure_process.ts", import.meta.url));
  const request: MeasureRequest = { manifest, onnx, block: options.block, series: recent };
  void measuring.send(request);
  const { value } = await measuring.replies.next();
  if (!value) throw new Error(`The measuring process ${await measuring.describeEnd()}`);
  const reply = value as MeasureReply;
  if (reply.kind === "failed") throw new Error(reply.message);
  return reply.metrics;
}
