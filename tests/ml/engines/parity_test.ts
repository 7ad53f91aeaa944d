import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { loadTensorflow } from "../../../ml/backend.ts";
import { initialOptimizerState, type OptimizerState } from "../../../ml/engines/adam.ts";
import {
  ENGINE_NAMES,
  type EngineName,
  type EngineSpec,
  EngineUnavailableError,
} from "../../../ml/engines/engine.ts";
import { lossAndGradient } from "../../../ml/engines/layers_engine.ts";
import { createOnnxEngine } from "../../../ml/engines/onnx.ts";
import { ENGINE_FACTORIES } from "../../../ml/engines/select_engine.ts";
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

  Deno.test(`${type} weights after ten steps agree between every two engines that load`, async () => {
    const spec = tinySpec(type, LOSSES[0]!);
    const start = startOf(spec);
    const results = await trainOnEach(spec, 10);
    const names = [...results.keys()];
    for (const [name, weights] of results) {
      assert(largestDifference(weights, start.parameters) > 1e-2, `${name} changed nothing`);
    }
    const pairs = names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other]));
    assert(pairs.length >= 3, `only ${names} load`);
    for (const [one, other] of pairs) {
      const difference = largestDifference(results.get(one!)!, results.get(other!)!);
      assert(difference < 1e-4, `${one} and ${other} differ by ${difference}`);
    }
  });
}

function startOf(spec: EngineSpec): OptimizerState {
  return initialOptimizerState(flattenParameters(spec.shape, initialWeights(spec.shape, 5)));
}

const told = new Set<string>();

/** The weights after so many steps, by the engine that made them; those that do not load say why. */
async function trainOnEach(spec: EngineSpec, steps: number): Promise<Map<string, Float32Array>> {
  const results = new Map<string, Float32Array>();
  for (const name of ENGINE_NAMES) {
    try {
      const engine = await ENGINE_FACTORIES[name](spec, startOf(spec));
      for (let step = 0; step < steps; step++) {
        const batch = tinyBatch(spec, step);
        await engine.step(batch.x, batch.y, 1e-2);
      }
      assertEquals(engine.state().steps, steps);
      results.set(name, engine.state().parameters);
      await engine.dispose();
    } catch (error) {
      if (!(error instanceof EngineUnavailableError)) throw error;
      if (!told.has(name)) console.log(`  not compared: ${error.message}`);
      told.add(name);
    }
  }
  return results;
}

Deno.test("with dropout too, both runtimes of the graph drop the same values", async () => {
  const results = await trainOnEach({ ...tinySpec("LSTM", LOSSES[0]!), dropout: 0.3 }, 5);
  const [native, wasm] = [results.get("onnx")!, results.get("onnx-wasm")!];
  assert(largestDifference(native, wasm) < 1e-5);
  const without = (await trainOnEach(tinySpec("LSTM", LOSSES[0]!), 5)).get("onnx")!;
  assert(largestDifference(native, without) > 1e-3, "nothing was dropped");
});

Deno.test("every engine goes on from a saved state as if it had never stopped, dropout too", async () => {
  const spec = { ...tinySpec("GRU", LOSSES[0]!), dropout: 0.3 };
  const whole = await trainOnEach(spec, 6);
  for (const name of whole.keys()) {
    const create = ENGINE_FACTORIES[name as EngineName];
    let state = startOf(spec);
    for (const steps of [[0, 1, 2, 3], [4, 5]]) {
      const engine = await create(spec, state);
      for (const step of steps) {
        const batch = tinyBatch(spec, step);
        await engine.step(batch.x, batch.y, 1e-2);
      }
      state = engine.state();
      await engine.dispose();
    }
    assertEquals(state.parameters, whole.get(name), name);
  }
});

Deno.test("dropout masks depend on the seed alone", async () => {
  const spec = { ...tinySpec("LSTM", LOSSES[0]!), dropout: 0.3 };
  const start = startOf(spec);
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
