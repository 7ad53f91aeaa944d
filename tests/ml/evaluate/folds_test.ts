import { assert, assertEquals, assertThrows } from "@std/assert";
import { type FoldOptions, planFolds } from "../../../ml/evaluate/folds.ts";
import { HOUR_MS } from "../../../ml/series.ts";

const OPTIONS: FoldOptions = {
  fromMs: Date.UTC(2021, 0, 1),
  toMs: Date.UTC(2023, 0, 1),
  folds: 6,
  scheme: "expanding",
  coins: Array.from({ length: 20 }, (_, place) => `C${place}`),
  sequenceLength: 168,
  horizonHours: 24,
  seed: 1,
};
const PURGE_MS = 24 * HOUR_MS;
const EMBARGO_MS = 168 * HOUR_MS;

Deno.test("between training and all that comes later lie the purge and the embargo", () => {
  for (const scheme of ["expanding", "sliding"] as const) {
    for (const { blocks, calibrate, test } of planFolds({ ...OPTIONS, scheme })) {
      assertEquals(blocks.stop.fromMs - blocks.train.toMs, PURGE_MS + EMBARGO_MS);
      assert(test.fromMs - blocks.train.toMs >= PURGE_MS + EMBARGO_MS);
      assert(blocks.calibrate.fromMs - blocks.stop.toMs >= PURGE_MS);
      assert(test.fromMs - calibrate.toMs >= PURGE_MS);
      assertEquals(calibrate, { fromMs: blocks.calibrate.fromMs, toMs: blocks.report.toMs });
    }
  }
});

Deno.test("test blocks follow each other to the end without a gap", () => {
  const folds = planFolds(OPTIONS);
  folds.slice(1).forEach((fold, place) => assertEquals(fold.test.fromMs, folds[place]!.test.toMs));
  const left = OPTIONS.toMs - PURGE_MS - folds.at(-1)!.test.toMs;
  assertEquals(left, 0);
});

Deno.test("expanding folds start at the first candle, sliding ones are equally long", () => {
  const expanding = planFolds(OPTIONS);
  assertEquals(new Set(expanding.map(({ blocks }) => blocks.train.fromMs)).size, 1);
  const sliding = planFolds({ ...OPTIONS, scheme: "sliding" });
  const lengths = sliding.map(({ blocks: { train } }) => train.toMs - train.fromMs);
  assertEquals(new Set(lengths).size, 1);
  assertEquals(sliding[0], expanding[0]);
});

Deno.test("each coin is kept out of training once, and the seed says when", () => {
  const hands = (seed: number) => planFolds({ ...OPTIONS, seed }).map(({ heldOut }) => heldOut);
  assertEquals(hands(1).flat().toSorted(), OPTIONS.coins.toSorted());
  assertEquals(hands(1), hands(1));
  assert(JSON.stringify(hands(1)) !== JSON.stringify(hands(2)));
  const few = planFolds({ ...OPTIONS, coins: ["BTC", "ETH", "SOL"] });
  assertEquals(few.flatMap(({ heldOut }) => heldOut), []);
  const two = planFolds({ ...OPTIONS, folds: 2 });
  assertEquals(two.map(({ heldOut }) => heldOut.length), [4, 4]);
});

Deno.test("too short a history is refused in plain words", () => {
  const toMs = OPTIONS.fromMs + 600 * HOUR_MS;
  assertThrows(() => planFolds({ ...OPTIONS, toMs }), RangeError, "collect more candles");
});
