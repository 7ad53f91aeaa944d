import { assert, assertEquals } from "@std/assert";
import {
  intervalFor,
  MAX_CANDLES_SHOWN,
  questionFor,
  SPANS,
  windowOf,
} from "../../web/features/coin/spans.ts";

const NOW_MS = Date.UTC(2026, 10, 21, 1, 37, 12);
const STEP_HOURS = { "1h": 1, "4h": 4, "1d": 24 };

Deno.test("each span is drawn with the finest candles that can be drawn", () => {
  const intervals = SPANS.map((span) => intervalFor(windowOf(span, NOW_MS)));
  assertEquals(intervals, ["1h", "1h", "4h", "1d", "1d"]);
});

Deno.test("no span asks for more candles than can be drawn", () => {
  for (const span of SPANS) {
    const question = questionFor(windowOf(span, NOW_MS));
    const hours = (Date.parse(question.to) - Date.parse(question.from)) / 3_600_000;
    const candles = hours / STEP_HOURS[question.interval];
    assert(candles <= MAX_CANDLES_SHOWN, `${span}: ${candles}`);
  }
});

Deno.test("a window of ten years is cut to its newest part", () => {
  const question = questionFor({ fromMs: NOW_MS - 3650 * 86_400_000, toMs: NOW_MS });
  assertEquals(question.interval, "1d");
  assertEquals(question.to, "2026-11-21T02:00:00.000Z");
  assertEquals(question.from, "2024-11-01T02:00:00.000Z");
});

Deno.test("zooming into a year asks for hours", () => {
  const month = { fromMs: NOW_MS - 200 * 86_400_000, toMs: NOW_MS - 190 * 86_400_000 };
  assertEquals(questionFor(month).interval, "1h");
});

Deno.test("two looks within the same hour are the same question", () => {
  assertEquals(questionFor(windowOf("7d", NOW_MS)), questionFor(windowOf("7d", NOW_MS + 60_000)));
});
