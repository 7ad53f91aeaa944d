import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { loadTensorflow } from "../../../ml/backend.ts";
import { initialOptimizerState } from "../../../ml/engines/adam.ts";
import type { EngineSpec } from "../../../ml/engines/engine.ts";
import { lossAndGradient } from "../../../ml/engines/layers_engine.ts";
import { createOnnxEngine } from "../../../ml/engines/onnx.ts";
import { createOnnxWasmEngine } from "../../../ml/engines/onnx_wasm.ts";
import { createTfjsWasmEngine } from "../../../ml/engines/tfjs_wasm.ts";
import { initialWeights } from "../../../ml/initial_weights.ts";
import { buildModel } from "../../../ml/model.ts";
import { type CellType, flattenParameters } from "../../../ml/network.ts";
import { largestDifference } from "../../../ml/onnx/export.ts";
import { openSession } from "../../../ml/onnx/session.ts";
import { buildTrainingGraph } from "../../../ml/onnx/training_graph.ts";
import { gaussian, seededRandom } from "../../../ml/random.ts";

function tinySpec(type: CellType, loss: EngineSpec["loss"]): EngineSpec {
  const outputs = loss.kind === "pinball" ? 3 * loss.quantiles.length : 2;
  return {
    shape: { type, layers: 2, units: 5, features: 4, outputs },
    batchSize: 6,
    sequenceLength: 9,
    dropout: 0,
    loss,
    clipNorm: 0.05,
    seed: 3,
  };
}

function tinyBatch(spec: EngineSpec, seed: number) {
  const random = seededRandom(seed);
  const draw = (length: number) => Float32Array.from({ length }, () => gaussian(random));
  const targets = spec.loss.kind === "pinball" ? 3 : 2;
  return {
    x: draw(spec.batchSize * spec.sequenceLength * spec.shape.features),
    y: draw(spec.batchSize * targets),
  };
}

const LOSSES: EngineSpec["loss"][] = [
  { kind: "pinball", quantiles: [0.05, 0.25, 0.5, 0.75, 0.95] },
  { kind: "squared" },
];

for (const type of ["LSTM", "GRU"] as const) {
  for (const loss of LOSSES) {
    Deno.test(`${type} gradient of the ONNX graph equals tf.js's own, ${loss.kind} loss`, async () => {
      const spec = tinySpec(type, loss);
      const weights = initialWeights(spec.shape, 5);
      const parameters = flattenParameters(spec.shape, weights);
      const batch = tinyBatch(spec, 8);
      const tf = await loadTensorflow("cpu");
      const model = buildModel(tf, spec.shape, weights, spec);
      const expected = lossAndGradient(tf, model, spec, batch);
      model.dispose();
      const session = await openSession(
        buildTrainingGraph({ ...spec, withGradient: true }),
        "node",
      );
      const zeros = { data: new Float32Array(parameters.length), dims: [parameters.length] };
      const one = { data: Float32Array.of(1), dims: [] };
      const outputs = await session.run({
        x: { data: batch.x, dims: [6, 9, 4] },
        y: { data: batch.y, dims: [6, batch.y.length / 6] },
        parameters: { data: parameters, dims: [parameters.length] },
        first: zeros,
        second: zeros,
        learningRate: one,
        correction1: one,
        correction2: one,
      });
      await session.close();
      assertAlmostEquals(outputs.loss!.data[0]!, expected.loss, 1e-6);
      const difference = largestDifference(outputs.gradient!.data, expected.gradient);
      assert(difference < 1e-6, `gradients differ by ${difference}`);
      assert(expected.gradient.some((value) => Math.abs(value) > 1e-3));
    });
  }

  Deno.test(`${type} weights after ten steps agree on onnx, onnx-wasm and tfjs-wasm`, async () => {
    const spec = tinySpec(type, LOSSES[0]!);
    const start = initialOptimizerState(
      flattenParameters(spec.shape, initialWeights(spec.shape, 5)),
    );
    const results: Float32Array[] = [];
    for (const create of [createOnnxEngine, createOnnxWasmEngine, createTfjsWasmEngine]) {
      const engine = await create(spec, start);
      for (let step = 0; step < 10; step++) {
        const batch = tinyBatch(spec, step);
        await engine.step(batch.x, batch.y, 1e-2);
      }
      assertEquals(engine.state().steps, 10);
      results.push(engine.state().parameters);
      await engine.dispose();
    }
    assert(largestDifference(results[0]!, start.parameters) > 1e-2, "training changed nothing");
    for (const other of results.slice(1)) {
      const difference = largestDifference(results[0]!, other);
      assert(difference < 1e-4, `weights differ by ${difference}`);
    }
  });
}

Deno.test("dropout masks depend on the seed alone", async () => {
  const spec = { ...tinySpec("LSTM", LOSSES[0]!), dropout: 0.3 };
  const start = initialOptimizerState(flattenParameters(spec.shape, initialWeights(spec.shape, 5)));
  async function train(seed: number): Promise<Float32Array> {
    const engine = await createOnnxEngine({ ...spec, seed }, start);
    for (let step = 0; step < 3; step++) {
      const batch = tinyBatch(spec, step);
      await engine.step(batch.x, batch.y, 1e-2);
    }
    const parameters = engine.state().parameters;
    await engine.dispose();
    return parameters;
  }
  const first = await train(1);
  assertEquals(await train(1), first);
  assert(largestDifference(await train(2), first) > 1e-4);
});
