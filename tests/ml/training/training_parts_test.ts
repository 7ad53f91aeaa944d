import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initialOptimizerState } from "../../../ml/engines/adam.ts";
import { evenlySpread, planBatches } from "../../../ml/training/batches.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../../ml/training/checkpoint.ts";
import { measureBlock } from "../../../ml/training/evaluate_block.ts";
import { learningRateAt, trainingProgress } from "../../../ml/training/schedule.ts";

Deno.test("the learning rate warms up, peaks and ends near zero", () => {
  const rates = Array.from({ length: 101 }, (_, i) => learningRateAt(i / 100, 1));
  assert(rates[0]! < 0.05);
  assertAlmostEquals(Math.max(...rates), 1, 1e-3);
  assert(rates.indexOf(Math.max(...rates)) <= 6);
  assertAlmostEquals(rates[100]!, 0.02, 1e-9);
  assertEquals(learningRateAt(7, 1), learningRateAt(1, 1));
});

Deno.test("progress follows the steps, or the time where that ends first", () => {
  const clock = { step: 10, totalSteps: 100, elapsedMs: 500, allowedMs: Infinity };
  assertEquals(trainingProgress(clock), 0.1);
  assertEquals(trainingProgress({ ...clock, allowedMs: 1000 }), 0.5);
});

Deno.test("an epoch visits each of its windows once, and the next epochs the others", () => {
  const plan = planBatches(120, { batchSize: 10, stride: 3, seed: 5 });
  assertEquals(plan.stepsPerEpoch, 4);
  const epochs = [0, 1, 2].map((epoch) =>
    [0, 1, 2, 3].flatMap((step) => [...plan.batchAt(epoch * 4 + step)])
  );
  assertEquals(new Set(epochs.flat()).size, 120);
  assertEquals(epochs.map((epoch) => new Set(epoch.map((i) => i % 3)).size), [1, 1, 1]);
  const again = planBatches(120, { batchSize: 10, stride: 3, seed: 5 });
  assertEquals(again.batchAt(7), plan.batchAt(7));
  assert(plan.batchAt(0).some((index, i) => index !== 3 * i), "not shuffled");
});

Deno.test("a dataset smaller than a batch still fills it", () => {
  const plan = planBatches(3, { batchSize: 8, stride: 6, seed: 1 });
  assertEquals(plan.stepsPerEpoch, 1);
  assertEquals(new Set(plan.batchAt(0)), new Set([0, 1, 2]));
});

Deno.test("evaluation samples are spread over the whole block", () => {
  assertEquals([...evenlySpread(100, 4)], [12, 37, 62, 87]);
  assertEquals([...evenlySpread(3, 10)], [0, 1, 2]);
});

Deno.test("a checkpoint survives its bytes, and only its own network takes it", () => {
  const checkpoint = {
    fingerprint: "lstm",
    state: { ...initialOptimizerState(Float32Array.of(1, 2, 3)), steps: 4 },
    average: Float32Array.of(4, 5, 6),
    best: Float32Array.of(7, 8, 9),
    bestLoss: 0.25,
    bestStep: 3,
    loss: NaN,
    validationLoss: 0.26,
    validationsWithoutImprovement: 2,
    elapsedMs: 1234,
  };
  const bytes = encodeCheckpoint(checkpoint);
  assertEquals(decodeCheckpoint(bytes, "lstm"), checkpoint);
  assertEquals(decodeCheckpoint(bytes, "gru"), null);
  for (const length of [0, 3, 10, bytes.length - 1]) {
    assertEquals(decodeCheckpoint(bytes.slice(0, length), "lstm"), null);
  }
  assertEquals(decodeCheckpoint(new Uint8Array(200).fill(255), "lstm"), null);
});

Deno.test("block figures of known forecasts", () => {
  const predicted = Float32Array.from([-2, -1, 0.5, 1, 2, -2, -1, -0.5, 1, 2]);
  const metrics = measureBlock({ predicted, actual: Float32Array.of(1.5, 3) }, 1);
  assertEquals(metrics.samples, 2);
  assertEquals(metrics.coverage90, 0.5);
  assertEquals(metrics.coverage50, 0);
  assertEquals(metrics.hitRate, 0.5);
  assertAlmostEquals(metrics.mase, (1 + 3.5) / 4.5, 1e-6);
});
