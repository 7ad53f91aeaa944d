import type { NetworkShape } from "../network.ts";
import { exportOnnx, FORECAST_INPUT, FORECAST_OUTPUT } from "../onnx/export.ts";
import { openSession } from "../onnx/session.ts";
import type { BatchForecaster } from "./evaluate_block.ts";

/**
 * Runs `use` with a forecaster of the given weights: the exported model itself, whose native recurrent
 * operators are many times faster than the layers of tf.js.
 */
export async function withForecaster<Result>(
  shape: NetworkShape,
  sequenceLength: number,
  weights: readonly Float32Array[],
  use: (forecast: BatchForecaster) => Promise<Result>,
): Promise<Result> {
  const session = await openSession(exportOnnx(shape, weights));
  try {
    return await use(async (x, batch) => {
      const dims = [batch, sequenceLength, shape.features];
      const outputs = await session.run({ [FORECAST_INPUT]: { data: x, dims } });
      return outputs[FORECAST_OUTPUT]!.data;
    });
  } finally {
    await session.close();
  }
}
