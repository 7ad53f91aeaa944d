import { assertEquals } from "@std/assert";
import { ruleWords } from "../../web/features/alerts/alert_words.ts";
import {
  callSentence,
  countLeanings,
  directionWords,
  forecastFinding,
  forecastSentence,
  medianOf,
} from "../../web/features/forecasts/words.ts";
import {
  averageChange,
  marketCourse,
  marketFinding,
} from "../../web/features/market/market_words.ts";
import { courseSentence, gapSentence } from "../../web/features/coin/coin_words.ts";
import { setupFinding, stepMessage } from "../../web/features/setup/setup_words.ts";
import type { SetupProgress, SetupStep } from "../../server/collection/schema.ts";
import type { MarketOverview } from "../../server/markets/schema.ts";
import {
  sampleCandles,
  sampleCoin,
  sampleForecast,
  samplePrediction,
  sampleTop,
} from "./charts_samples.ts";

const plain = (text: string | null) => text?.replaceAll("\u00a0", " ") ?? null;

Deno.test("a forecast says when, between what, and how likely", () => {
  const madeAtMs = Date.UTC(2026, 10, 20, 14);
  const forecast = sampleForecast(madeAtMs, { lower: 61_893, upper: 64_813 });
  assertEquals(
    plain(forecastSentence(forecast, madeAtMs + 60_000)),
    "Tomorrow at 14:00 UTC, 9 times out of 10 between $61,900 and $64,800; " +
      "slightly more likely up (54 %).",
  );
});

Deno.test("words of direction are as strong as the probability allows", () => {
  const cases: [number, string][] = [
    [0.5, "as likely up as down (50 % up)"],
    [0.49, "as likely up as down (49 % up)"],
    [0.46, "slightly more likely down (54 %)"],
    [0.58, "more likely up (58 %)"],
    [0.3, "much more likely down (70 %)"],
  ];
  for (const [probability, words] of cases) {
    assertEquals(plain(directionWords(probability)), words);
  }
});

Deno.test("a coin that is not called says so with the reason and the usual range", () => {
  const words = (reason: string | null, called = false) =>
    plain(callSentence(samplePrediction({ called, call_reason: reason })));
  const range = "The usual daily range is ±5.5 %.";
  assertEquals(words(null), `No edge: the direction is hardly better than a guess. ${range}`);
  assertEquals(
    words("No edge over the naive forecast in 90 days (p = 0.4, 20 coins tested)."),
    `No edge over the naive forecast in 90 days (p = 0.4, 20 coins tested). ${range}`,
  );
  assertEquals(
    words("3 scored days; an edge can be told from 60 on."),
    `No edge is claimed: 3 scored days; an edge can be told from 60 on. ${range}`,
  );
  assertEquals(words("Erred less than naive.", true), "Called. Erred less than naive.");
});

Deno.test("the finding counts what leans up, and how much of it may be trusted", () => {
  const rows = [
    samplePrediction({ called: true, probability_up: 0.57 }),
    samplePrediction(),
    samplePrediction({ probability_up: 0.46 }),
  ];
  assertEquals(
    plain(forecastFinding(sampleTop(rows))),
    "2 of 3 coins are more likely to rise than to fall in 24 hours; " +
      "only 1 coin has a proven edge.",
  );
});

Deno.test("forecasts without any direction are not counted as falling", () => {
  const rows = [0.5, 0.501].map((probability_up) => samplePrediction({ probability_up }));
  assertEquals(countLeanings(rows), { up: 0, down: 0, even: 2 });
  assertEquals(
    plain(forecastFinding(sampleTop(rows))),
    "Every coin is as likely to rise as to fall in 24 hours; nine times out of ten a typical one " +
      "stays within ±5.5 % of its price.",
  );
});

Deno.test("the median of no numbers is unknown", () => {
  assertEquals([medianOf([]), medianOf([3, 1, 2]), medianOf([4, 1, 2, 3])], [null, 2, 2.5]);
});

function overview(change: Partial<MarketOverview["totals"]>): MarketOverview {
  return {
    coins: [
      sampleCoin(),
      sampleCoin({ change_24h_percent: -4 }),
      sampleCoin({ change_24h_percent: null }),
    ],
    totals: {
      coins: 3,
      market_cap: 1.12e12,
      market_cap_change_24h_percent: -0.84,
      volume_24h: 1,
      rising_24h: 1,
      falling_24h: 2,
      ...change,
    },
    as_of: null,
    source: "test",
    simulated: false,
    ranked_by: "market_cap",
  };
}

Deno.test("the market's finding names the majority, and its worth where supplies are known", () => {
  assertEquals(
    plain(marketFinding(overview({}))),
    "2 of 3 coins fell over the last 24 hours; together they are worth $1.12 T (−0.8 %).",
  );
  assertEquals(
    marketFinding(overview({ market_cap: null, rising_24h: 3, falling_24h: 0 })),
    "3 of 3 coins rose over the last 24 hours.",
  );
  assertEquals(averageChange(overview({})), -1.5);
});

Deno.test("the market's course counts coins for what they are worth, alike where nobody knows", () => {
  const coins = [
    sampleCoin({ market_cap: 300, sparkline: [9, 2, 2] }),
    sampleCoin({ market_cap: 100, sparkline: [1, 2] }),
    sampleCoin({ market_cap: 100, sparkline: [] }),
  ];
  const market = { ...overview({}), coins };
  assertEquals(marketCourse(market), [0.875, 1]);
  assertEquals(marketCourse({ ...market, ranked_by: "quote_volume" }), [0.75, 1]);
  assertEquals(marketCourse({ ...market, coins: [] }), []);
});

Deno.test("the chart's title states the course, its note the holes", () => {
  const candles = sampleCandles([0, 1, 2]);
  assertEquals(plain(courseSentence(candles, false)), "BTC rose 3.0 % since 14 Nov 2026");
  assertEquals(
    plain(courseSentence(candles, true)),
    "BTC rose 3.0 % from 14 Nov 2026 to 14 Nov 2026",
  );
  assertEquals(gapSentence(candles), null);
  const gap = { from: "2026-11-14T02:00:00Z", to: "2026-11-14T02:00:00Z" };
  const holed = {
    ...candles,
    gaps: [{ ...gap, reason: "outage" as const }, { ...gap, reason: "missing" as const }],
  };
  assertEquals(
    gapSentence(holed),
    "Shaded: 1 outage of the exchange and 1 gap still to be repaired. Nothing is filled in.",
  );
});

function step(change: Partial<SetupStep>): SetupStep {
  return {
    id: "collect",
    state: "waiting",
    done: 0,
    total: null,
    unit: "candles",
    rate_per_second: null,
    seconds_left: null,
    message: "Candles are collected next.",
    loss: null,
    naive_loss: null,
    started_at: null,
    finished_at: null,
    ...change,
  };
}

function progress(steps: SetupStep[], complete = false): SetupProgress {
  return {
    steps,
    complete,
    coins_with_candles: 20,
    forecasts_published: complete,
    simulated: false,
  };
}

Deno.test("the first run says what it does and how long it takes", () => {
  const running = step({ id: "train", state: "running", seconds_left: 80 });
  assertEquals(
    setupFinding(progress([step({ state: "done" }), running])),
    "The forecasting model is being trained, 1 min 20 s left.",
  );
  assertEquals(
    setupFinding(progress([step({ state: "done" })], true)),
    "Everything is in place: 20 coins have candles and forecasts are published.",
  );
  assertEquals(
    setupFinding(progress([step({ state: "failed" }), running])),
    "A step failed; it says why below. The server tries again by itself.",
  );
});

Deno.test("a finished step says when it was done and how long it took", () => {
  const done = step({
    state: "done",
    started_at: "2026-11-21T01:42:41Z",
    finished_at: "2026-11-21T01:44:01Z",
  });
  assertEquals(stepMessage(done), "Done on 21 Nov 2026, 01:44 UTC, in 1 min 20 s.");
  assertEquals(stepMessage(step({})), "Candles are collected next.");
});

Deno.test("a rule of alerts is one plain line, whatever it watches", () => {
  const spans: (1 | 4 | 24)[] = [1, 4, 24];
  const rules = [
    ["move", 10, "percent", "A coin moves by 10 % or more within 1, 4 or 24 h"],
    ["market", 7.5, "percent", "The whole market moves by 7.5 % or more within 1, 4 or 24 h"],
    ["gap", 3, "hours", "A coin lacks 3 hours or more"],
    ["stale", 3, "hours", "No new candles for 3 h or more"],
    ["drift", 1, "alerts", "The model drifts"],
    ["drift", 2, "alerts", "The model drifts in 2 ways or more"],
    ["budget", 4, "usd", "Chat costs 4 USD a day or more"],
    ["disk", 90, "percent", "The disk is 90 % full or more"],
    ["backup", 1, "failures", "A backup fails"],
    ["backup", 3, "failures", "3 backups in a row fail"],
  ] as const;
  for (const [kind, threshold, unit, words] of rules) {
    assertEquals(ruleWords({ kind, threshold, unit, spans }), words);
  }
});
