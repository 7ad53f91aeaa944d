import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type FlipMetric,
  type TendencyFlip,
  tendencyFlips,
  withFigure,
} from "../../../ml/explain/tendency_flips.ts";
import { TENDENCY_RULES, type TendencyFigures, tendencyOf } from "../../../ml/tendency.ts";

const percent = (min: number, max: number) =>
  fc.oneof(
    fc.double({ min, max, noNaN: true }),
    // The thresholds themselves, where off-by-one mistakes live.
    fc.constantFrom(1, 1.5, 4, 6).filter((value) => value >= min && value <= max),
  );

const anyFigures: fc.Arbitrary<TendencyFigures> = fc.integer({ min: 1, max: 50 })
  .chain((coins) => fc.tuple(fc.constant(coins), fc.integer({ min: 0, max: coins })))
  .chain(([coins, risingCoins]) =>
    fc.record({
      coins: fc.constant(coins),
      risingCoins: fc.constant(risingCoins),
      fallingCoins: fc.integer({ min: 0, max: coins - risingCoins }),
      volatilityIndex: percent(0, 10),
      avgChangePercent: percent(-10, 10),
      rangePercent: percent(0, 20),
    })
  );

const isCount = (metric: FlipMetric) => metric === "risingCoins" || metric === "fallingCoins";

/** The value that a flip names, or the nearest one beyond it. */
function reached({ direction, to, inclusive }: TendencyFlip): number {
  return inclusive ? to : direction === "up" ? to + 1e-6 : to - 1e-6;
}

Deno.test("applying a stated change gives the stated label", () => {
  fc.assert(
    fc.property(anyFigures, (figures) => {
      for (const flip of tendencyFlips(figures)) {
        const changed = withFigure(figures, flip.metric, reached(flip));
        assertEquals(tendencyOf(changed), flip.becomes);
        assert(flip.becomes !== tendencyOf(figures));
      }
    }),
    { seed: 5, numRuns: 2000 },
  );
});

Deno.test("anything smaller than a stated change leaves the label as it is", () => {
  // Not so near to 1 that rounding reaches the whole change.
  const share = fc.double({ min: 0, max: 1 - 1e-9, noNaN: true });
  fc.assert(
    fc.property(anyFigures, share, (figures, part) => {
      for (const { metric, from, to, inclusive } of tendencyFlips(figures)) {
        const raw = from + (to - from) * part;
        const less = isCount(metric)
          ? Math.trunc(from + (to - from - Math.sign(to - from)) * part)
          : raw;
        for (const value of inclusive ? [less] : [less, to]) {
          assertEquals(tendencyOf(withFigure(figures, metric, value)), tendencyOf(figures));
        }
      }
    }),
    { seed: 6, numRuns: 2000 },
  );
});

Deno.test("where no flip is stated for a figure, no value of it flips", () => {
  const metrics = ["volatilityIndex", "avgChangePercent", "rangePercent"] as const;
  fc.assert(
    fc.property(anyFigures, percent(-20, 20), (figures, value) => {
      const flips = tendencyFlips(figures);
      for (const metric of metrics) {
        if (flips.some((flip) => flip.metric === metric)) continue;
        assertEquals(tendencyOf(withFigure(figures, metric, value)), tendencyOf(figures));
      }
    }),
    { seed: 7, numRuns: 2000 },
  );
});

Deno.test("a market of twenty coins tells how many more it takes", () => {
  const figures = {
    coins: 20,
    risingCoins: 10,
    fallingCoins: 4,
    volatilityIndex: 2,
    avgChangePercent: 0.8,
    rangePercent: 3,
  };
  assertEquals(tendencyOf(figures), "consolidating");
  const flips = tendencyFlips(figures);
  assertEquals(flips.find((flip) => flip.metric === "risingCoins"), {
    metric: "risingCoins",
    becomes: "bullish",
    direction: "up",
    from: 10,
    to: 13,
    inclusive: true,
  });
  assertEquals(flips[0], {
    metric: "volatilityIndex",
    becomes: "stable",
    direction: "down",
    from: 2,
    to: TENDENCY_RULES.stablePercent,
    inclusive: true,
  });
});

Deno.test("a market that only falls would have to fall less, not to rise more", () => {
  const [flip] = tendencyFlips({
    coins: 20,
    risingCoins: 0,
    fallingCoins: 20,
    volatilityIndex: 2,
    avgChangePercent: -4,
    rangePercent: 5,
  });
  assertEquals([flip!.metric, flip!.to, flip!.becomes], ["fallingCoins", 12, "consolidating"]);
});
