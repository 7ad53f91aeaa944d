import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { identityCalibration } from "../../ml/conformal.ts";
import { toForecast } from "../../ml/forecast.ts";
import { HOUR_MS } from "../../ml/series.ts";

const INPUT = {
  symbol: "BTC",
  madeAtMs: Date.UTC(2024, 0, 1),
  close: 100,
  volatility: 0.01,
  calibration: identityCalibration(2),
};

Deno.test("prices are the close times the exponential of scaled quantile, volatility and root", () => {
  const quantiles = Float32Array.of(-2, -1, 0, 1, 2, -2, -1, 0.5, 1, 2);
  const forecast = toForecast({ ...INPUT, quantiles });
  assertEquals(forecast.path.map((point) => point.targetMs - INPUT.madeAtMs), [
    HOUR_MS,
    2 * HOUR_MS,
  ]);
  assertAlmostEquals(forecast.path[0]!.q95, 100 * Math.exp(0.02), 1e-9);
  assertAlmostEquals(forecast.path[1]!.q05, 100 * Math.exp(-0.02 * Math.SQRT2), 1e-9);
  assertAlmostEquals(forecast.changePercent, (Math.exp(0.005 * Math.SQRT2) - 1) * 100, 1e-9);
  assertAlmostEquals(forecast.probabilityUp, 1 - (0.25 + 0.25 / 1.5), 1e-6);
});

Deno.test("quantiles never cross, times rise, and confidence agrees with probability up", () => {
  const value = fc.float({ min: -8, max: 8, noNaN: true });
  fc.assert(fc.property(
    fc.array(value, { minLength: 60, maxLength: 60 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
    (cells, confidenceFactor, offset) => {
      const offsets = new Array<number>(12).fill(offset);
      const calibration = { offset90: offsets, offset50: offsets, confidenceFactor };
      const forecast = toForecast({ ...INPUT, quantiles: Float32Array.from(cells), calibration });
      assertEquals(forecast.path.length, 12);
      forecast.path.forEach(({ targetMs, q05, q25, q50, q75, q95 }, place) => {
        assertEquals(targetMs, INPUT.madeAtMs + (place + 1) * HOUR_MS);
        assert(0 < q05 && q05 <= q25 && q25 <= q50 && q50 <= q75 && q75 <= q95);
      });
      const { probabilityUp, confidence } = forecast;
      assert(confidence >= 0.5 && confidence <= 0.99 + 1e-12);
      assertAlmostEquals(confidence, Math.max(probabilityUp, 1 - probabilityUp), 1e-12);
    },
  ));
});

Deno.test("a factor of zero states that nothing is known", () => {
  const calibration = { ...identityCalibration(1), confidenceFactor: 0 };
  const quantiles = Float32Array.of(1, 2, 3, 4, 5);
  const { probabilityUp, confidence } = toForecast({ ...INPUT, quantiles, calibration });
  assertEquals([probabilityUp, confidence], [0.5, 0.5]);
});
