import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { initialOptimizerState } from "../../../ml/engines/adam.ts";
import {
  type EngineFactory,
  type EngineName,
  type EngineSpec,
  EngineUnavailableError,
} from "../../../ml/engines/engine.ts";
import { selectEngine } from "../../../ml/engines/select_engine.ts";
import { createTfjsNodeEngine } from "../../../ml/engines/tfjs_node.ts";
import { parameterCount } from "../../../ml/network.ts";

const SPEC: EngineSpec = {
  shape: { type: "GRU", layers: 1, units: 2, features: 1, outputs: 1 },
  batchSize: 1,
  sequenceLength: 3,
  dropout: 0,
  loss: { kind: "squared" },
  clipNorm: 1,
  seed: 1,
};
const STATE = initialOptimizerState(new Float32Array(parameterCount(SPEC.shape)));

/** Engines that do nothing but let a fake clock pass; those named in `broken` do not load. */
function fakeEngines(stepMs: Partial<Record<EngineName, number>>) {
  let clock = 0;
  const fake = (name: EngineName): EngineFactory => () => {
    const cost = stepMs[name];
    if (cost === undefined) {
      throw new EngineUnavailableError(name, new Error("it is not installed"));
    }
    return Promise.resolve({
      name,
      step: () => Promise.resolve((clock += cost, { loss: 0, gradNorm: 0 })),
      weights: () => [],
      state: () => STATE,
      dispose: () => Promise.resolve(),
    });
  };
  const factories = {
    "tfjs-node": fake("tfjs-node"),
    "onnx": fake("onnx"),
    "onnx-wasm": fake("onnx-wasm"),
    "tfjs-wasm": fake("tfjs-wasm"),
  };
  return { factories, now: () => clock };
}

async function choose(stepMs: Partial<Record<EngineName, number>>) {
  const { engine, reason } = await selectEngine("auto", SPEC, STATE, fakeEngines(stepMs));
  return { name: engine.name, reason };
}

Deno.test("auto takes tfjs-node when it is not slower than the graph", async () => {
  const chosen = await choose({ "tfjs-node": 12, "onnx": 12, "onnx-wasm": 30, "tfjs-wasm": 300 });
  assertEquals(chosen.name, "tfjs-node");
  assertMatch(chosen.reason, /tfjs-node 12\.0 ms, onnx 12\.0 ms, onnx-wasm 30\.0 ms/);
});

Deno.test("auto takes whichever engine is the fastest, and says what it measured", async () => {
  const chosen = await choose({ "tfjs-node": 30, "onnx": 12 });
  assertEquals(chosen.name, "onnx");
  assertMatch(chosen.reason, /^onnx is the fastest .*tfjs-node 30\.0 ms, onnx 12\.0 ms/);
  assertEquals((await choose({ "onnx": 40, "onnx-wasm": 30 })).name, "onnx-wasm");
});

Deno.test("auto passes over engines that do not load, and says why", async () => {
  const chosen = await choose({ "onnx-wasm": 40, "tfjs-wasm": 900 });
  assertEquals(chosen.name, "onnx-wasm");
  assertMatch(chosen.reason, /"onnx" is not available because it is not installed/);
  assertEquals((await choose({ "tfjs-wasm": 900 })).name, "tfjs-wasm");
});

Deno.test("no engine at all is an error that names each", async () => {
  const error = await assertRejects(() => choose({}), Error, "No training engine is available");
  assertMatch(error.message, /"tfjs-wasm"/);
});

Deno.test("tfjs-node without its native library says why it is not available", async () => {
  try {
    const engine = await createTfjsNodeEngine(SPEC, STATE);
    await engine.dispose();
  } catch (error) {
    assertEquals(error instanceof EngineUnavailableError, true);
    assertMatch(String(error), /"tfjs-node" is not available because \S+/);
  }
});

Deno.test("auto finds a working engine on this machine", async () => {
  const startMs = performance.now();
  const { engine, reason } = await selectEngine("auto", SPEC, STATE);
  const tookMs = performance.now() - startMs;
  assert(tookMs < 10_000, `choosing took ${tookMs} ms`);
  const { loss } = await engine.step(Float32Array.of(1, 2, 3), Float32Array.of(2), 1e-3);
  await engine.dispose();
  assertEquals(loss, 4);
  assertMatch(reason, new RegExp(engine.name));
});
