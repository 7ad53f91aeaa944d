import { assertAlmostEquals, assertEquals } from "@std/assert";
import { placeBar } from "../../web/features/coin/effect_bar.ts";
import {
  coverageFigure,
  followFigure,
  seriesFigure,
} from "../../web/features/record/record_pictures.ts";
import {
  outcomeWords,
  ownerWords,
  recordFinding,
  recordLine,
} from "../../web/features/record/record_words.ts";
import { HOUR_MS, PALETTE, START_MS } from "./charts_samples.ts";
import { sampleFollow, samplePoint, sampleRecord, sampleRow } from "./record_sample.ts";

const plain = (text: string | null) => text?.replaceAll("\u00a0", " ") ?? null;
const DAY_LATER_MS = START_MS + 25 * HOUR_MS;

Deno.test("a record is told in one line, beside the naive forecast and a coin flip", () => {
  assertEquals(
    plain(recordLine(sampleRow(), "model")),
    "Of 240 forecasts due, 89 % fell in the 90 % range (naive 90 %); direction right 51 %, " +
      "a coin flip 50 %; 0.4 % better than the naive forecast.",
  );
  assertEquals(
    plain(recordLine(sampleRow({ hit_rate: null, pinball_percent: 0.54 }), "model")),
    "Of 240 forecasts due, 89 % fell in the 90 % range (naive 90 %); none stated a direction; " +
      "1.5 % worse than the naive forecast.",
  );
  assertEquals(
    plain(recordLine(sampleRow(), "naive")),
    "Of 240 forecasts due, 89 % fell in the 90 % range; direction right 51 %, a coin flip 50 %.",
  );
  assertEquals(recordLine(sampleRow({ scored: 0 }), "model"), "No forecast has come due yet.");
});

Deno.test("a short record says that it says little, an empty one why it is empty", () => {
  const short = recordFinding(sampleRecord({ scored_days: 3 }));
  assertEquals(short.endsWith("3 days say next to nothing yet."), true, short);
  const none = sampleRow({ scored: 0 });
  assertEquals(
    recordFinding(sampleRecord({ summary: none })),
    "Forecasts are scored when their 24 hours are over; none is due yet.",
  );
  const book = { publications: 0, late: 0, head: null, since: null };
  assertEquals(
    recordFinding(sampleRecord({ summary: none, book })),
    "Nothing has been published yet, so nothing has come due.",
  );
});

Deno.test("the record of naive forecasts is never taken for a model's", () => {
  assertEquals(ownerWords(sampleRecord()), null);
  assertEquals(
    ownerWords(sampleRecord({ of: "naive" })),
    "No forecast of a trained model has come due yet: these are the naive forecasts, kept in " +
      "the same book.",
  );
});

Deno.test("each forecast says how it ended, hit or miss, or why it cannot be scored", () => {
  const words = (change: Parameters<typeof samplePoint>[0], nowMs = DAY_LATER_MS) =>
    plain(outcomeWords(samplePoint(change), nowMs));
  assertEquals(words({}), "Inside the 90 % range, direction right");
  assertEquals(
    words({ actual: 90, hit: false }),
    "Outside the 90 % range, direction wrong",
  );
  assertEquals(words({ hit: null }), "Inside the 90 % range, no direction stated");
  assertEquals(words({ actual: null, hit: null }, START_MS), "Not due yet");
  assertEquals(words({ actual: null, hit: null }), "Due, being scored");
  assertEquals(
    words({ actual: null, hit: null, unscorable_reason: "the candle is missing." }),
    "Cannot be scored: the candle is missing.",
  );
});

Deno.test("published ranges stand in grey behind what happened, the naive range dotted", () => {
  const { data } = seriesFigure([samplePoint(), samplePoint({ actual: null })], PALETTE);
  const happened = data.find((trace) => trace["name"] === "Happened");
  assertEquals(happened?.["y"], [102, null]);
  const naive = data.find((trace) => trace["name"] === "Naive 95 %")?.["line"];
  assertEquals((naive as { dash: string }).dash, "dot");
});

Deno.test("coverage leaves out ranges that nobody published", () => {
  const rows = [sampleRow({ coverage_80: null })];
  const names = coverageFigure([1], rows, "hours", PALETTE).data.map((trace) => trace["name"]);
  assertEquals(names, ["90 % range", "Naive 90 %", "50 % range"]);
});

Deno.test("the top list's worth is drawn in percent since the start", () => {
  const top = followFigure(sampleFollow(), PALETTE).data.find((trace) =>
    trace["name"] === "Top 10"
  );
  const y = top?.["y"] as number[];
  assertAlmostEquals(y[1] ?? 0, 3);
});

Deno.test("bars begin in the middle and are as long as their share of the largest", () => {
  assertEquals(placeBar(1, 2, 100), { x: 50, width: 25 });
  assertEquals(placeBar(-2, 2, 100), { x: 0, width: 50 });
  assertEquals(placeBar(0, 0, 100), { x: 50, width: 0 });
});
