import { assert, assertEquals, assertRejects } from "@std/assert";
import { loadTensorflow } from "../../../ml/backend.ts";
import { initialWeights } from "../../../ml/initial_weights.ts";
import type { NetworkShape } from "../../../ml/network.ts";
import { checkAgreement, exportOnnx, largestDifference } from "../../../ml/onnx/export.ts";
import { openSession } from "../../../ml/onnx/session.ts";
import { gaussian, seededRandom } from "../../../ml/random.ts";

/** Random biases too: zero ones would hide a wrong gate order. */
function randomWeights(shape: NetworkShape): Float32Array[] {
  const random = seededRandom(4);
  return initialWeights(shape, 4).map((array) => array.map((v) => v + 0.1 * gaussian(random)));
}

for (const type of ["LSTM", "GRU"] as const) {
  Deno.test(`the exported ${type} agrees with tf.js within 1e-4`, async () => {
    const tf = await loadTensorflow();
    for (const [units, layers, sequenceLength] of [[4, 1, 3], [6, 3, 7], [64, 2, 24]] as const) {
      const shape = { type, layers, units, features: 5, outputs: 10 };
      const weights = randomWeights(shape);
      const onnx = exportOnnx(shape, weights);
      const difference = await checkAgreement(tf, onnx, { shape, weights, sequenceLength }, 2);
      assert(difference < 1e-5, `differs by ${difference}`);
    }
  });

  Deno.test(`an exported ${type} of other weights fails the agreement`, async () => {
    const tf = await loadTensorflow();
    const shape = { type, layers: 2, units: 4, features: 3, outputs: 5 };
    const weights = randomWeights(shape);
    const onnx = exportOnnx(shape, weights.map((array) => array.map((value) => value * 1.01)));
    await assertRejects(
      () => checkAgreement(tf, onnx, { shape, weights, sequenceLength: 6 }, 2),
      Error,
      "differs from the tf.js model",
    );
  });
}

Deno.test("weights that are not numbers fail the agreement", async () => {
  const tf = await loadTensorflow();
  const shape = { type: "LSTM", layers: 1, units: 4, features: 3, outputs: 5 } as const;
  const weights = randomWeights(shape);
  weights[0]![2] = NaN;
  const onnx = exportOnnx(shape, weights);
  await assertRejects(() => checkAgreement(tf, onnx, { shape, weights, sequenceLength: 6 }, 2));
});

Deno.test("native and wasm runtimes give the same forecasts for any batch", async () => {
  const shape = { type: "LSTM", layers: 2, units: 8, features: 3, outputs: 4 } as const;
  const onnx = exportOnnx(shape, randomWeights(shape));
  const native = await openSession(onnx, "node");
  const wasm = await openSession(onnx, "wasm");
  for (const batch of [1, 7]) {
    const x = { data: new Float32Array(batch * 12 * 3).fill(0.3), dims: [batch, 12, 3] };
    const left = (await native.run({ input: x })).quantiles!;
    const right = (await wasm.run({ input: x })).quantiles!;
    assertEquals(left.dims, [batch, 4]);
    assert(largestDifference(left.data, right.data) < 1e-6);
  }
  await native.close();
  await wasm.close();
});
