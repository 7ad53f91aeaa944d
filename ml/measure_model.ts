import type { MeasureReply, MeasureRequest } from "./measure_worker.ts";
import { loadModel } from "./manifest.ts";
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
 * where the block, the coins and the length of the windows are the same. In a Worker, since
 * onnxruntime blocks the thread that runs it.
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
  const worker = new Worker(new URL("./measure_worker.ts", import.meta.url), {
    type: "module",
    name: "measure",
  });
  const { promise, resolve, reject } = Promise.withResolvers<BlockMetrics>();
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`The measuring worker failed: ${event.message}`));
  };
  worker.onmessage = ({ data }: MessageEvent<MeasureReply>) => {
    if (data.kind === "measured") resolve(data.metrics);
    else reject(new Error(data.message));
  };
  const request: MeasureRequest = { manifest, onnx, block: options.block, series: recent };
  worker.postMessage(request);
  return await promise.finally(() => worker.terminate());
}
