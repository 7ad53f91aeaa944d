import { assert, assertEquals } from "@std/assert";
import type {
  ContestRound,
  Leaderboard,
  Stake,
  StakePreview,
} from "../../server/contests/schema.ts";
import {
  forecastWords,
  leaderboardFinding,
  mineFinding,
  previewWords,
  resultWords,
  roundWords,
  skillWords,
  whoWords,
} from "../../web/features/contests/contest_words.ts";
import { placeOnScale, rangeScale } from "../../web/features/contests/range_scale.ts";
import {
  draftFrom,
  type OpenCoin,
  readDraft,
  sayDraft,
} from "../../web/features/contests/stake_draft.ts";
import { HOUR_MS, START_MS } from "./charts_samples.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");
const iso = (hour: number) => new Date(START_MS + hour * HOUR_MS).toISOString();
const QUANTILES = { q05: 60_000, q25: 62_000, q50: 63_000, q75: 64_000, q95: 66_000 };

function sampleRound(change: Partial<ContestRound> = {}): ContestRound {
  return {
    ...{ round_id: 1, symbol: "BTC", name: "Bitcoin", kind: "direction", state: "open" },
    ...{ closes_at: iso(1), target_time: iso(25), stakes: 2, pool: "40", reason: null },
    ...{ reference_price: null, reference_source: null, actual_price: null, actual_source: null },
    ...{ crowd: null, crowd_score: null, model: null, model_score: null, model_id: null },
    settled_at: null,
    ...change,
  };
}

function sampleStake(change: Partial<Stake> = {}): Stake {
  return {
    ...sampleRound(),
    ...{ stake_id: 1, user_id: "ann", amount: "10", made_at: iso(0), transaction_id: "t" },
    ...{ settlement_id: null, score: null, payout: null, profit: null },
    forecast: { probability_up: 0.7, quantiles: null },
    ...change,
  };
}

function samplePreview(change: Partial<StakePreview> = {}): StakePreview {
  return {
    ...{ would_succeed: true, problems: [], closes_at: iso(1), target_time: iso(25) },
    forecast: { probability_up: 0.7, quantiles: null },
    others: { stakes: 2, pool: "30" },
    score: { lowest: 0.51, highest: 0.91 },
    payout: { least: "6.325", most: "16.825" },
    most_ever: "20",
    balance_after: "90",
    ...change,
  };
}

type Row = Leaderboard["rows"][number];
function sampleRow(change: Partial<Row> = {}): Row {
  return {
    ...{ who: "person", name: "ann", rounds: 60, days: 30, staked: "600", profit: "12.5" },
    score: { mean: 0.8, low: 0.78, high: 0.82 },
    ahead_of_model: { mean: 0.02, low: 0.005, high: 0.035 },
    enough: true,
    ...change,
  };
}

const COIN: OpenCoin = {
  ...{ symbol: "BTC", name: "Bitcoin", price: 63_100 },
  direction: { stakes: 0, pool: "0" },
  distribution: { stakes: 0, pool: "0" },
  model: { model_id: "m", made_at: iso(0), probability_up: 0.52, quantiles: QUANTILES },
};

Deno.test("the form begins with what the model says and can be sent once there is a stake", () => {
  const draft = draftFrom(COIN);
  assertEquals([draft.low, draft.median, draft.high], ["60000.00", "63000.00", "66000.00"]);
  assertEquals(readDraft("BTC", "direction", draft).problems, { amount: "Enter an amount." });
  const sent = readDraft("BTC", "direction", { ...draft, amount: "1.50", percentUp: 70 });
  assertEquals(sent.body, { symbol: "BTC", kind: "direction", amount: "1.5", probability_up: 0.7 });
  const whole = readDraft("BTC", "distribution", { ...draft, amount: "2" });
  assertEquals(whole.body, {
    ...{ symbol: "BTC", kind: "distribution", amount: "2" },
    ...{ q05: 60_000, q50: 63_000, q95: 66_000 },
  });
});

Deno.test("each field says what is wrong with it, fields of the other kind do not count", () => {
  const draft = { ...draftFrom(COIN), amount: "1", low: "64000", high: "1e3" };
  const { body, problems } = readDraft("BTC", "distribution", draft);
  assertEquals(body, undefined);
  assertEquals(problems, {
    low: "The lower end is above the median.",
    high: "Enter a price such as 63412.5.",
  });
  assert(readDraft("BTC", "direction", draft).body);
});

Deno.test("what the form says is drawn before there is a stake", () => {
  const draft = draftFrom(COIN);
  const said = sayDraft("distribution", draft)!.quantiles!;
  assertEquals([said.q05, said.q50, said.q95], [60_000, 63_000, 66_000]);
  assertEquals([said.q25, said.q75].map(Math.round), [61_752, 64_213]);
  assertEquals(sayDraft("distribution", { ...draft, low: "" }), null);
  assertEquals(sayDraft("direction", draft)?.probability_up, 0.5);
});

Deno.test("without a model the form begins with the price alone", () => {
  const draft = draftFrom({ ...COIN, model: null });
  assertEquals([draft.low, draft.median, draft.high], ["", "63100.00", ""]);
});

Deno.test("worst and best case are told before anything is confirmed", () => {
  assertEquals(
    plain(previewWords(samplePreview(), "10")),
    "With the pool as it is now, 6.325 TBC come back at worst and 16.825 TBC at best, from " +
      "2 others with 30 TBC. However it grows, never more than 20 TBC.",
  );
  assertEquals(
    plain(previewWords(samplePreview({ others: { stakes: 0, pool: "0" } }), "10")),
    "Nobody else has staked in this round. If it stays so, 10 TBC come back; with others it can " +
      "be anything from 0 to 20 TBC.",
  );
});

Deno.test("forecasts and rounds are told in words", () => {
  assertEquals(plain(forecastWords({ probability_up: 0.7, quantiles: null })), "Up with 70 %");
  assertEquals(
    forecastWords({ probability_up: null, quantiles: QUANTILES }),
    "$63,000.00, 9 of 10 times $60,000 to $66,000",
  );
  const words = (change: Partial<ContestRound>, hour: number) =>
    plain(roundWords(sampleRound(change), START_MS + hour * HOUR_MS));
  assertEquals(words({}, 0.5), "Open, closes in 30 min");
  assertEquals(words({ state: "closed" }, 5), "Closed, decided in 20 h");
  assertEquals(words({ state: "closed" }, 26), "Waiting for the final price");
  assertEquals(words({ state: "void", reason: "No candle." }, 26), "Void: No candle.");
  const settled = { state: "settled", reference_price: 100, actual_price: 101 } as const;
  assertEquals(words(settled, 26), "Settled at $101.00: it rose from $100.00");
  assertEquals(
    words({ ...settled, actual_price: 100 }, 26),
    "Settled at $100.00: it did not change from $100.00",
  );
});

Deno.test("what a stake brought is told with its sign, and why it came back whole", () => {
  assertEquals(resultWords(sampleStake()), "Not yet");
  assertEquals(plain(resultWords(sampleStake({ profit: "-2.5" }))), "−2.5 TBC");
  assertEquals(plain(resultWords(sampleStake({ profit: "2.5" }))), "+2.5 TBC");
  assertEquals(resultWords(sampleStake({ state: "void", profit: "0" })), "Came back whole");
  assertEquals(
    resultWords(sampleStake({ profit: "0", stakes: 1 })),
    "Came back whole: nobody else had staked",
  );
});

Deno.test("one's own stakes are summed up in one sentence", () => {
  const mine = (stakes: Stake[]) => plain(mineFinding({ stakes, next: null, simulated: false }));
  assertEquals(mine([]), "You have not staked on a forecast yet.");
  assertEquals(
    mine([sampleStake(), sampleStake({ state: "settled", profit: "-2.5" })]),
    "1 stake with 10 TBC waits for an outcome; 1 settled one brought −2.5 TBC.",
  );
  assertEquals(
    mine([sampleStake(), sampleStake({ state: "closed" })]),
    "2 stakes with 20 TBC wait for an outcome; none is settled yet.",
  );
});

Deno.test("a leaderboard says when skill cannot be told from luck", () => {
  const words = (change: Partial<Row>) => skillWords(sampleRow(change), 20);
  assertEquals(words({}), "Better than the model");
  assertEquals(
    words({ enough: false, days: 3 }),
    "Too few days to tell skill from luck: 3 of 20",
  );
  assertEquals(
    words({ ahead_of_model: { mean: 0.01, low: -0.01, high: 0.03 } }),
    "Not to be told from the model",
  );
  assertEquals(words({ ahead_of_model: null }), "The model had no forecast in these rounds");
  const board = (rows: Row[]) => leaderboardFinding({ rows, days_needed: 20, simulated: false });
  assertEquals(board([]), "No round with a stake has been settled yet.");
  assertEquals(
    board([sampleRow({ enough: false })]),
    "Nobody has 20 days of settled rounds yet: who leads may be luck.",
  );
  assertEquals(
    board([sampleRow(), sampleRow({ name: "bob", ahead_of_model: null })]),
    "Of 2 people with enough days, 1 is better than the model beyond chance.",
  );
  assertEquals(whoWords(sampleRow(), "ann"), "ann (you)");
  assertEquals(whoWords(sampleRow({ name: "anonymous" }), "ann"), "Anonymous");
  assertEquals(whoWords(sampleRow({ who: "model", name: "model" }), "ann"), "The model");
});

Deno.test("ranges share one scale that holds the price now", () => {
  const scale = rangeScale([QUANTILES, null], 70_000);
  assertEquals(placeOnScale(63_000, scale) > 0 && placeOnScale(70_000, scale) < 1, true);
  assertEquals(placeOnScale(1, scale), 0);
  const empty = rangeScale([null], 100);
  assertEquals(placeOnScale(100, empty), 0.5);
});
