import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { naiveForecasts } from "../../../ml/baselines/naive.ts";
import type { CoinSeries } from "../../../ml/series.ts";
import { randomSeries } from "../random_series.ts";

const OPTIONS = { horizonHours: 24, calibrationDays: 60 };

/** A random walk whose last `hours` move `factor` times as much. */
function withLastHours(hours: number, factor: number): CoinSeries {
  const calm = randomSeries({ hours: 2000, seed: 3 });
  const close = Float64Array.from(calm.close);
  for (let row = close.length - hours; row < close.length; row++) {
    const change = Math.log(calm.close[row]! / calm.close[row - 1]!);
    close[row] = close[row - 1]! * Math.exp(change * factor);
  }
  return { ...calm, close };
}

Deno.test("the naive forecast says that recent swings, and nothing else, made its range", () => {
  for (const [factor, sign] of [[4, 1], [0.2, -1]] as const) {
    const [{ attribution, path, close }] = naiveForecasts([withLastHours(48, factor)], OPTIONS) as [
      ReturnType<typeof naiveForecasts>[number],
    ];
    const [volatility, ...others] = attribution!.groups;
    assertEquals([attribution!.method, volatility!.group, others], ["naive", "volatility", []]);
    assertEquals(Math.sign(volatility!.effectOnWidthPercent), sign);
    assertEquals(volatility!.effectOnMedianPercent, 0);
    const { nowPercent, usualPercent } = attribution!.volatility;
    assert(sign * (nowPercent - usualPercent) > 0);
    const width = (path[23]!.q95 - path[23]!.q05) / close * 100;
    assertAlmostEquals(attribution!.forecast.widthPercent, width, width * 1e-3);
    const sum = attribution!.typical.widthPercent + volatility!.effectOnWidthPercent;
    assertAlmostEquals(sum, width, width * 1e-3);
  }
});
