import type { DriftReply, DriftRequest } from "./drift_worker.ts";
import type { InputDrift } from "./drift.ts";

/**
 * How far the inputs of some hours are from those that a model was trained on. The features of fifty coins take
 * some tenths of a second, so they are computed in a Worker.
 * @param request `series` with `WARM_UP_HOURS` before the block
 * @throws Error when the worker fails
 */
export async function measureDrift(request: DriftRequest): Promise<InputDrift | null> {
  const worker = new Worker(new URL("./drift_worker.ts", import.meta.url), {
    type: "module",
    name: "drift",
  });
  const { promise, resolve, reject } = Promise.withResolvers<InputDrift | null>();
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`The drift worker failed: ${event.message}`));
  };
  worker.onmessage = ({ data }: MessageEvent<DriftReply>) => {
    if (data.kind === "measured") resolve(data.drift);
    else reject(new Error(data.message));
  };
  worker.postMessage(request);
  return await promise.finally(() => worker.terminate());
}
