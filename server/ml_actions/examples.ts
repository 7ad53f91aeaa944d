import type { OperationExamples } from "../openapi_example.ts";

const AT = "2026-11-21T12:31:00.000Z";
const TRANSFER = { from_user: "alice", to_user: "bob", amount: "100" };

const ANALYSIS = {
  ...TRANSFER,
  fee: "0.5",
  total: "100.5",
  balance_after: "899.5",
  would_succeed: true,
  problems: [],
  risk_score: 0.1393,
  risk_level: "low",
  reasons: [{
    text: "The amount is unusual for the sender: 2.9 deviations above their own.",
    weight: 0.1393,
  }],
  thresholds: { medium: 0.46, high: 0.7 },
  would_refuse: false,
  cold_start: false,
  cold_start_reason: null,
  model_id: "risk-12",
  assessed_at: AT,
};

const SAID = {
  confidence: 0.8,
  reasoning: "The risk is low: 0.14 of 1; medium starts at 0.46 and high at 0.7. The amount is " +
    "unusual for the sender: 2.9 deviations above their own (0.14). The fee is 0.5 TBC. The total " +
    "is 100.5 TBC.",
  recommendations: ["Nothing speaks against it."],
  worded_by: "rules",
};

const TRANSACTION = {
  transaction_id: "0199f6a1-5c1e-7d3a-9b52-6f2f6f0b7c11",
  ...TRANSFER,
  transaction_type: "send",
  status: "completed",
  fee: "0.5",
  timestamp: AT,
  metadata: {},
  finished_at: AT,
  failure: null,
  reverses: null,
  reversed_by: null,
  not_before: null,
};

const PREDICTIONS = {
  tendency: "stable",
  tendency_explanation: "9 of 20 coins rose by more than 0.5 %, 7 fell; they moved little.",
  coins: [{
    symbol: "BTC",
    name: "Bitcoin",
    price: 68000,
    predicted_change_percent: 0.1,
    probability_up: 0.51,
    lower: 65900,
    upper: 70100,
    called: false,
    verdict: "no edge over the naive forecast",
  }],
  coins_called: 0,
  coins_forecast: 20,
  horizon_hours: 24,
  prediction_time: "2026-11-21T12:00:00.000Z",
  stale: false,
  model: { id: "lstm-20261115", type: "LSTM" },
  record: {
    of: "model",
    days: 90,
    scored: 1800,
    hit_rate: 0.505,
    pinball_percent: 0.812,
    naive_pinball_percent: 0.815,
    coverage_90: 0.899,
  },
  simulated: false,
};

export const mlActionExamples: OperationExamples = {
  "mlActions.action": {
    input: {
      action_type: "analyze",
      user_id: "alice",
      parameters: { to_user: "bob", amount: "100" },
    },
    output: {
      success: true,
      action_type: "analyze",
      result: { analysis: ANALYSIS },
      ...SAID,
      timestamp: AT,
    },
    errors: ["USER_NOT_FOUND", "INSUFFICIENT_FUNDS", "SELF_TRANSFER", "RISK_TOO_HIGH"],
  },
  "mlActions.analyze": { input: TRANSFER, output: { analysis: ANALYSIS, ...SAID } },
  "mlActions.recommend": {
    input: { user_id: "alice" },
    output: {
      user_id: "alice",
      user_balance: "899.5",
      staked_balance: "50",
      ...SAID,
      reasoning:
        "899.5 TBC can be spent and 50 TBC are staked. In 30 days 40 transfers took 812 TBC to " +
        "6 recipients, with fees of 4.06 TBC, and 3 transfers brought 120 TBC.",
      recommendations: [
        "Staked coins earn nothing by themselves and cannot be sent until they are unstaked.",
      ],
    },
    errors: ["USER_NOT_FOUND"],
  },
  "mlActions.predictTrend": {
    input: {},
    output: {
      predictions: PREDICTIONS,
      ...SAID,
      reasoning:
        "The market is stable now. For none of 20 coins do the forecasts over 24 h claim an " +
        "edge over the naive one.",
      recommendations: ["Look at the ranges rather than the medians: no direction is claimed."],
    },
    errors: ["NOT_FOUND"],
  },
  "mlActions.optimize": {
    input: { user_id: "alice", amount: "100" },
    output: {
      optimization: {
        amount: "100",
        transaction_type: "send",
        fee: "0.5",
        total: "100.5",
        fee_percent: "0.5",
        splits: [{ parts: 2, total_fee: "0.5", saving: "0" }],
        best_parts: 1,
        most_possible: "995.02487562",
        minimum: "0.01",
        maximum: "1000000",
        would_succeed: true,
        problems: [],
        best_time: "any: the fee is the same at every hour",
        risk: null,
      },
      ...SAID,
      confidence: 1,
      reasoning:
        "The fee is 0.5 TBC, 0.5 % of the amount, the same at every hour. The total is 100.5 " +
        "TBC. In 2 parts the fees would be 0.5 TBC. Splitting never saves more than rounding.",
      recommendations: [
        "Send it in one transfer. Several payments to one person cost the same together.",
      ],
    },
    errors: ["USER_NOT_FOUND"],
  },
  "mlActions.intelligentTransfer": {
    input: { ...TRANSFER, auto_execute: true },
    output: {
      success: true,
      executed: true,
      analysis: ANALYSIS,
      transaction: TRANSACTION,
      ...SAID,
    },
    errors: ["USER_NOT_FOUND", "INSUFFICIENT_FUNDS", "SELF_TRANSFER", "RISK_TOO_HIGH"],
  },
};
