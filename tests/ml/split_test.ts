import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { buildDataset } from "../../ml/dataset.ts";
import type { CoinFeatures } from "../../ml/features/feature_set.ts";
import { HOUR_MS } from "../../ml/series.ts";
import { EMBARGO_HOURS, splitByTime } from "../../ml/split.ts";

/** Features of a coin that has the hours in `present`; one column. */
function coinOf(present: readonly number[]): CoinFeatures {
  const rows = present.length;
  return {
    symbol: "BTC",
    openTime: Float64Array.from(present, (hour) => hour * HOUR_MS),
    close: new Float64Array(rows).fill(1),
    volatility: new Float64Array(rows).fill(0.01),
    values: new Float32Array(rows),
    rows,
  };
}

Deno.test("no label reaches past the purge, no input reaches back into an earlier label", () => {
  fc.assert(fc.property(
    fc.record({
      hours: fc.integer({ min: 900, max: 3000 }),
      share: fc.double({ min: 0.4, max: 0.7, noNaN: true }),
      horizonHours: fc.integer({ min: 1, max: 24 }),
      sequenceLength: fc.integer({ min: 2, max: EMBARGO_HOURS }),
      missing: fc.uniqueArray(fc.integer({ min: 1, max: 899 }), { maxLength: 5 }),
    }),
    ({ hours, share, horizonHours, sequenceLength, missing }) => {
      const present = Array.from({ length: hours }, (_, hour) => hour)
        .filter((hour) => !missing.includes(hour));
      const [train, test] = splitByTime({
        fromMs: 0,
        toMs: hours * HOUR_MS,
        shares: [share, 1 - share],
        purgeHours: horizonHours,
      });
      const options = { horizonHours, sequenceLength };
      const features = [coinOf(present)];
      const early = buildDataset(features, { ...options, ...train });
      const late = buildDataset(features, { ...options, ...test });
      const boundary = test!.fromMs - EMBARGO_HOURS * HOUR_MS;
      let lastLabel = -Infinity;
      for (let index = 0; index < early.size; index++) {
        const row = early.samples.row[index]!;
        const target = present[row + horizonHours]! * HOUR_MS;
        lastLabel = Math.max(lastLabel, target);
        assert(target < boundary, `target ${target} at or past the purge boundary ${boundary}`);
      }
      for (let index = 0; index < late.size; index++) {
        const firstInput = late.samples.row[index]! - sequenceLength + 1;
        assert(present[firstInput]! * HOUR_MS > lastLabel, "an input overlaps a training label");
      }
    },
  ));
});

Deno.test("blocks cover history in order, apart from the hours left out before each boundary", () => {
  const hours = 10_000;
  const blocks = splitByTime({ fromMs: 0, toMs: hours * HOUR_MS, shares: [0.7, 0.15, 0.15] });
  assertEquals(
    blocks.map(({ fromMs, toMs }) => [fromMs / HOUR_MS, toMs / HOUR_MS]),
    [[0, 7000 - 192], [7000, 8500 - 192], [8500, 10_000]],
  );
});

Deno.test("too short a history is refused with the number of hours", () => {
  assertThrows(
    () => splitByTime({ fromMs: 0, toMs: 500 * HOUR_MS, shares: [0.8, 0.1, 0.1] }),
    RangeError,
    "500 hours of history are too few",
  );
});
