import type { OperationExamples } from "../openapi_example.ts";

const CLOSES_AT = "2026-11-21T13:00:00.000Z";
const TARGET_TIME = "2026-11-22T13:00:00.000Z";
const SAID = { probability_up: 0.65, quantiles: null };
const QUANTILES = { q05: 65900, q25: 67200, q50: 68340, q75: 69300, q95: 70600 };

const ROUND = {
  round_id: 41,
  symbol: "BTC",
  name: "Bitcoin",
  kind: "direction",
  closes_at: CLOSES_AT,
  target_time: TARGET_TIME,
  state: "settled",
  stakes: 2,
  pool: "40",
  reference_price: 68000,
  reference_source: "https://data-api.binance.vision",
  actual_price: 68610.5,
  actual_source: "https://data-api.binance.vision",
  reason: null,
  crowd: { probability_up: 0.5, quantiles: null },
  crowd_score: 0.75,
  model: { probability_up: 0.53, quantiles: null },
  model_score: 0.7791,
  model_id: "lstm-20261115",
  settled_at: "2026-11-22T13:05:07.000Z",
};

const STAKE = {
  ...ROUND,
  stake_id: 97,
  user_id: "alice",
  amount: "10",
  forecast: SAID,
  made_at: "2026-11-21T12:31:00.000Z",
  transaction_id: "0199f6a1-5c1e-7d3a-9b52-6f2f6f0b7c11",
  settlement_id: "0199fbc8-03a4-7b12-8f0e-1d8c4d3a9e02",
  score: 0.8775,
  payout: "11.1475",
  profit: "1.1475",
};

const OPEN_STAKE = {
  ...STAKE,
  state: "open",
  reference_price: null,
  reference_source: null,
  actual_price: null,
  actual_source: null,
  crowd: null,
  crowd_score: null,
  model: null,
  model_score: null,
  model_id: null,
  settled_at: null,
  settlement_id: null,
  score: null,
  payout: null,
  profit: null,
};

const SCORE = { mean: 0.781, low: 0.762, high: 0.8 };

export const contestExamples: OperationExamples = {
  "contests.open": {
    input: { symbol: "BTC" },
    output: {
      closes_at: CLOSES_AT,
      target_time: TARGET_TIME,
      minimum_amount: "0.01",
      maximum_amount: "1000000",
      coins: [{
        symbol: "BTC",
        name: "Bitcoin",
        price: 68000,
        direction: { stakes: 1, pool: "30" },
        distribution: { stakes: 0, pool: "0" },
        model: {
          model_id: "lstm-20261115",
          made_at: "2026-11-21T12:00:00.000Z",
          probability_up: 0.53,
          quantiles: QUANTILES,
        },
      }],
      scale: {
        symbol: "BTC",
        anchor: 68000,
        usual_move_percent: 4.1,
        low: 62750.2,
        high: 73690.1,
      },
      not_open: null,
      simulated: false,
    },
  },
  "contests.place": {
    input: {
      user_id: "alice",
      symbol: "BTC",
      kind: "direction",
      amount: "10",
      probability_up: 0.65,
      target_time: TARGET_TIME,
    },
    output: { dry_run: false, stake: OPEN_STAKE, preview: null },
  },
  "contests.mine": {
    input: { user_id: "alice", limit: 50 },
    output: { stakes: [STAKE], next: null, simulated: false },
  },
  "contests.rounds": {
    input: { symbol: "BTC", limit: 50 },
    output: { rounds: [ROUND], next: null, simulated: false },
  },
  "contests.round": {
    input: { round_id: 41 },
    output: {
      ...ROUND,
      entries: [
        { user_id: "alice", amount: "10", forecast: SAID, score: 0.8775, payout: "11.1475" },
        {
          user_id: "bob",
          amount: "30",
          forecast: { probability_up: 0.45, quantiles: null },
          score: 0.6975,
          payout: "28.8525",
        },
      ],
      simulated: false,
    },
  },
  "contests.leaderboard": {
    input: { kind: "direction", days: 365 },
    output: {
      rows: [{
        who: "person",
        name: "alice",
        rounds: 64,
        days: 31,
        score: SCORE,
        ahead_of_model: { mean: 0.021, low: 0.002, high: 0.04 },
        staked: "640",
        profit: "13.2075",
        enough: true,
      }],
      days_needed: 20,
      simulated: false,
    },
  },
};
