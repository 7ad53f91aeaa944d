import { assertAlmostEquals, assertEquals } from "@std/assert";
import { applyRidge, fitRidge, pickRows, squaredError } from "../../../ml/baselines/ridge_fit.ts";
import { normal, seeded } from "../random_series.ts";

Deno.test("ridge of one centred input by hand", () => {
  // x = −1, 0, 1 and y = −1, 0, 4: mean of y is 1, xy/n = 5/3, x²/n = 2/3.
  const design = {
    inputs: Float32Array.of(-1, 0, 1),
    targets: Float32Array.of(-1, 0, 4),
    featureCount: 1,
    horizons: 1,
  };
  const [none, one] = fitRidge(design, [1e-12, 1]);
  assertAlmostEquals(none![0]!, 5 / 2, 1e-9);
  assertAlmostEquals(one![0]!, (5 / 3) / (2 / 3 + 1), 1e-9);
  assertAlmostEquals(one![1]!, 1, 1e-9);
  assertAlmostEquals(applyRidge(one!, Float32Array.of(2), 1, 1)[0]!, 3, 1e-9);
  // Fitted: −1.5, 1, 3.5 without a penalty.
  assertAlmostEquals(squaredError(none!, design), 0.25 + 1 + 0.25, 1e-9);
});

Deno.test("the solution makes the penalised gradient zero for every target", () => {
  const random = seeded(1);
  const [rows, featureCount, horizons, penalty] = [200, 5, 3, 0.3];
  const design = {
    inputs: Float32Array.from({ length: rows * featureCount }, () => normal(random)),
    targets: Float32Array.from({ length: rows * horizons }, () => normal(random)),
    featureCount,
    horizons,
  };
  const weights = fitRidge(design, [penalty])[0]!;
  const predicted = applyRidge(weights, design.inputs, featureCount, horizons);
  for (let h = 0; h < horizons; h++) {
    for (let i = 0; i <= featureCount; i++) {
      let gradient = i < featureCount ? penalty * weights[i * horizons + h]! : 0;
      for (let row = 0; row < rows; row++) {
        const x = i < featureCount ? design.inputs[row * featureCount + i]! : 1;
        const error = predicted[row * horizons + h]! - design.targets[row * horizons + h]!;
        gradient += x * error / rows;
      }
      assertAlmostEquals(gradient, 0, 1e-9);
    }
  }
});

Deno.test("rows are picked with their targets", () => {
  const design = {
    inputs: Float32Array.of(1, 2, 3, 4, 5, 6),
    targets: Float32Array.of(10, 20, 30),
    featureCount: 2,
    horizons: 1,
  };
  const picked = pickRows(design, (row) => row !== 1);
  assertEquals([...picked.inputs], [1, 2, 5, 6]);
  assertEquals([...picked.targets], [10, 30]);
});
