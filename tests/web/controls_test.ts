import { assertEquals } from "@std/assert";
import { orderForecasts, selectForecasts } from "../../web/features/forecasts/select_forecasts.ts";
import { intervalReach, placeOf } from "../../web/features/forecasts/interval_scale.ts";
import { searchCoins } from "../../web/features/shell/search_coins.ts";
import { oneOf, someOf } from "../../web/lib/param.ts";
import { sparklinePath } from "../../web/ui/sparkline_path.ts";
import { samplePrediction } from "./charts_samples.ts";

Deno.test("the address carries only values that a control has", () => {
  const span = oneOf(["7d", "30d"]);
  assertEquals([span.parse("30d"), span.parse("9d")], ["30d", undefined]);
  const names = someOf(["rsi", "macd"]);
  assertEquals(names.parse("macd,evil,rsi"), ["rsi", "macd"]);
  assertEquals(names.print(["rsi", "macd"]), "rsi,macd");
});

const COINS = [
  { symbol: "BTC", name: "Bitcoin" },
  { symbol: "BCH", name: "Bitcoin Cash" },
  { symbol: "ETC", name: "Ethereum Classic" },
  { symbol: "ETH", name: "Ethereum" },
  { symbol: "T", name: "Threshold" },
];

Deno.test("a search puts the symbol before the name and the start before the middle", () => {
  const found = (text: string) => searchCoins(COINS, text, 3).map((coin) => coin.symbol);
  assertEquals(found("t"), ["T", "BTC", "BCH"]);
  assertEquals(found("eth"), ["ETH", "ETC"]);
  assertEquals(found("bit"), ["BTC", "BCH"]);
  assertEquals(found("none"), []);
  assertEquals(found("  "), ["BTC", "BCH", "ETC"]);
});

const ROWS = [
  samplePrediction({ symbol: "A", called: true, probability_up: 0.57, confidence: 0.57 }),
  samplePrediction({ symbol: "B", probability_up: 0.48, confidence: 0.52, upper: 130 }),
  samplePrediction({ symbol: "C", probability_up: 0.5, confidence: 0.5 }),
];

Deno.test("forecasts are chosen by their direction and by whether they are called", () => {
  const chosen = (leaning: "all" | "up" | "down" | "edge") =>
    selectForecasts(ROWS, leaning).map((row) => row.symbol).join("");
  assertEquals([chosen("all"), chosen("up"), chosen("down"), chosen("edge")], [
    "ABC",
    "A",
    "B",
    "A",
  ]);
  assertEquals(orderForecasts(ROWS, "range").map((row) => row.symbol).join(""), "BAC");
});

Deno.test("small ranges share a scale whose middle is the price of now", () => {
  assertEquals(Math.round(intervalReach(ROWS)), 30);
  assertEquals([placeOf(100, 100, 30), placeOf(130, 100, 30), placeOf(10, 100, 30)], [0.5, 1, 0]);
});

Deno.test("a small line fills its box, and unknown values leave a gap in it", () => {
  assertEquals(sparklinePath([0, 5, 10], 102, 12), "M1.0 11.0L51.0 6.0L101.0 1.0");
  assertEquals(sparklinePath([1, NaN, 2, 3], 102, 12).match(/M/g)?.length, 2);
  assertEquals(sparklinePath([7, 7], 12, 10), "M1.0 5.0L11.0 5.0");
  assertEquals(sparklinePath([1], 12, 10), "");
});
