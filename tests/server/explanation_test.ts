import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import type { StoredAttribution } from "../../db/mod.ts";
import { toExplanation } from "../../server/predictions/explanation_view.ts";

type Groups = Record<string, readonly [median: number, width: number, level?: number]>;

function explain(groups: Groups, change: Partial<StoredAttribution> = {}, q95 = 102.45) {
  const attribution: StoredAttribution = {
    method: "occlusion",
    groups: Object.entries(groups).map(([group, [median, width, level]]) => ({
      group,
      effectOnMedianPercent: median,
      effectOnWidthPercent: width,
      level: level ?? null,
    })),
    typical: { medianPercent: 0, widthPercent: 4.1 },
    forecast: { medianPercent: -0.05, widthPercent: 4.9 },
    completeness: { median: 0.9, width: 1 },
    volatility: { nowPercent: 0.62, usualPercent: 0.44 },
    ...change,
  };
  return toExplanation({ attribution, close: 100, q05: 97.55, q95 })!;
}

Deno.test("what moved a forecast is said in words, the largest first", () => {
  const { text, groups } = explain({
    momentum: [-0.05, 0.02, -1.4],
    volume: [0.02, -0.05],
    volatility: [0.001, 0.83],
  });
  assertEquals(
    text,
    "Downward momentum pulls the median down by 0.05 %; traded volume pushes the median up by " +
      "0.02 %. The 90 % range spans 4.9 % of the price, wider than the 4.1 % of usual inputs, " +
      "because of high volatility (+0.83 points). The price has lately moved 0.62 % an hour; " +
      "0.44 % was usual in the last two weeks.",
  );
  assertEquals(groups.map((one) => one.group), ["volatility", "momentum", "volume"]);
  assertEquals(Object.keys(groups[0]!).includes("level"), false);
});

Deno.test("tiny effects are called nothing", () => {
  const calm = { forecast: { medianPercent: 0.004, widthPercent: 4.12 } };
  const { text } = explain({ momentum: [0.004, 0.01], calendar: [-0.009, 0] }, calm, 101.67);
  assertMatch(text, /^Nothing moved the median by more than 0\.01 % of the price\. /);
  assertMatch(text, /as wide as with usual inputs/);
});

Deno.test("a narrower range names what narrowed it; a rest that no input explains is admitted", () => {
  const { text } = explain({ volatility: [0.02, -1.2], volume: [0, 0.4] }, {
    forecast: { medianPercent: -0.4, widthPercent: 3.3 },
    completeness: { median: 0.1, width: 1 },
    volatility: { nowPercent: 0.3, usualPercent: 0.44 },
  });
  assertMatch(text, /narrower than the 4\.1 % .* because of low volatility \(−1\.2 points\)\./);
  assertMatch(text, /Most of its departure from no change comes from none of these inputs\./);
});

Deno.test("ranges that outcomes have widened since say so", () => {
  const { text, adapted_width_percent } = explain({ volatility: [0, 0.8] }, {}, 102.95);
  assertAlmostEquals(adapted_width_percent, 0.5, 1e-9);
  assertMatch(text, /How past forecasts turned out made the range 0\.50 points wider than that\.$/);
});

Deno.test("the naive forecast says what it is; one without an attribution says nothing", () => {
  const { text } = explain({ volatility: [0, 0.8] }, { method: "naive" });
  assertMatch(text, /^This is the naive forecast: it expects the price to stay where it is/);
  assertEquals(toExplanation({ attribution: null, close: 1, q05: 1, q95: 1 }), null);
  assertEquals(explain({ moon: [1, 1] }).groups, []);
});
