import { assert, assertEquals, assertMatch } from "@std/assert";
import { Decimal } from "decimal.js";
import { feeOf, totalOf } from "../../../db/mod.ts";
import type {
  ActionAnswer,
  AnalyzeAnswer,
  OptimizeAnswer,
  PredictTrendAnswer,
  RecommendAnswer,
} from "../../../server/ml_actions/schema.ts";
import { signUp } from "../auth/accounts_for_tests.ts";
import { coinClient, type ErrorOf } from "../coins/coin_client.ts";
import { makeHabits, mlWorld } from "./ml_world.ts";

const TRANSFER = { from_user: "alice", to_user: "bob", amount: "100" };
const SAID = ["confidence", "reasoning", "recommendations", "worded_by"];

const Exact = Decimal.clone({ precision: 60 });

Deno.test("analyze: risk, fee, what would fail, and a cold start that says so", async () => {
  await using world = await mlWorld();
  const { status, body } = await world.admin.post<AnalyzeAnswer>(
    "/ml/analyze-transaction",
    TRANSFER,
  );
  assertEquals(status, 200);
  assertEquals(Object.keys(body).sort(), ["analysis", ...SAID]);
  const { analysis } = body;
  assertEquals([analysis.fee, analysis.total, analysis.balance_after], ["0.5", "100.5", "899.5"]);
  assertEquals([analysis.would_succeed, analysis.would_refuse], [true, false]);
  assert(analysis.cold_start && analysis.model_id === null);
  assertMatch(body.reasoning, /The risk is low.*rules alone/);
  assertEquals([body.confidence, body.worded_by], [0, "rules"]);
  const failing = await world.admin.post<AnalyzeAnswer>("/ml/analyze-transaction", {
    ...TRANSFER,
    to_user: "nobody",
    amount: "5000",
  });
  assertEquals(failing.body.analysis.would_succeed, false);
  assertEquals(failing.body.analysis.problems.map(({ code }) => code), ["USER_NOT_FOUND"]);
  assertMatch(failing.body.reasoning, /It would fail/);
});

Deno.test("analyze: unusual for the person is high, with weights that add up", async () => {
  await using world = await mlWorld();
  await makeHabits(world);
  const body = { ...TRANSFER, to_user: "stranger", amount: 950 };
  const { analysis, confidence } =
    (await world.admin.post<AnalyzeAnswer>("/ml/analyze-transaction", body)).body;
  assertEquals([analysis.risk_level, analysis.would_refuse], ["high", true]);
  const sum = analysis.reasons.reduce((total, { weight }) => total + weight, 0);
  assert(Math.abs(sum - analysis.risk_score) < 1e-9, `${sum} is not ${analysis.risk_score}`);
  assert(confidence > 0 && confidence < 1);
});

Deno.test("fields come as JSON or in the query, and as what they are", async () => {
  await using world = await mlWorld();
  const query = new URLSearchParams({ ...TRANSFER, amount: "12.5", use_llm: "false" });
  const asked = await world.admin.post<AnalyzeAnswer>(`/ml/analyze-transaction?${query}`);
  assertEquals([asked.status, asked.body.analysis.amount], [200, "12.5"]);
  for (const amount of ["1e3", "0x10", "-1", "0", "", "NaN", "１２", "1.123456789", 2 ** 53 + 2]) {
    const refused = await world.admin.post<ErrorOf>("/ml/analyze-transaction", {
      ...TRANSFER,
      amount,
    });
    assertEquals(
      [refused.status, refused.body.error?.code],
      [400, "VALIDATION_ERROR"],
      `${amount}`,
    );
  }
});

Deno.test("recommend: a person's own balances and habits, without promises", async () => {
  await using world = await mlWorld();
  await makeHabits(world);
  await world.admin.post("/coins/stake/alice", { amount: "50" });
  await world.admin.post("/transactions", { ...TRANSFER, amount: "2000" });
  const { status, body } = await world.admin.post<RecommendAnswer>("/ml/recommend", {
    user_id: "alice",
  });
  assertEquals(status, 200);
  assertEquals([body.user_balance, body.staked_balance], ["929.9", "50"]);
  const said = body.recommendations.join("\n");
  assertMatch(said, /1 of your transactions are pending, 2010 TBC/);
  assertMatch(said, /more than you can spend/);
  assertMatch(said, /Staked coins earn nothing by themselves/);
  assert(!/!|should buy|guarantee/i.test(said));
  const unknown = await world.admin.post<ErrorOf>("/ml/recommend", { user_id: "nobody" });
  assertEquals([unknown.status, unknown.body.error.code], [404, "USER_NOT_FOUND"]);
});

Deno.test("optimize: the cost, exact splits, and the most that is possible", async () => {
  await using world = await mlWorld({ TRANSACTION_FEE_PERCENT: "0.37" });
  const ask = async (body: object) =>
    (await world.admin.post<OptimizeAnswer>("/ml/optimize-transaction", body)).body;
  const { optimization, confidence } = await ask({ user_id: "alice", amount: "33.33333333" });
  assertEquals([optimization.fee, confidence], [feeOf("33.33333333", "0.37"), 1]);
  assertEquals(optimization.splits.map(({ parts }) => parts), [2, 5, 10]);
  for (const { parts, saving } of optimization.splits) {
    assert(new Decimal(saving).abs().lte(new Decimal("0.5e-8").times(parts + 1)), saving);
  }
  const most = optimization.most_possible!;
  const costOf = (amount: string) => new Decimal(totalOf(amount, feeOf(amount, "0.37")));
  assert(costOf(most).lte(1000) && costOf(new Decimal(most).plus("1e-8").toFixed()).gt(1000), most);
  const tooMuch = await ask({ user_id: "alice", amount: "5000" });
  assertEquals(tooMuch.optimization.problems.map(({ code }) => code), ["INSUFFICIENT_FUNDS"]);
  assert(tooMuch.recommendations.some((text) => text.includes(most)));
  const stake = await ask({ user_id: "alice", amount: "1000", transaction_type: "stake" });
  assertEquals([stake.optimization.fee, stake.optimization.would_succeed], ["0", true]);
  const risky = await ask({ user_id: "alice", amount: "10", to_user: "bob" });
  assertEquals(risky.optimization.risk?.level, "low");
});

Deno.test("optimize: the most that is possible is exact where amounts have 26 digits", async () => {
  const most = "999999999999999999";
  await using world = await mlWorld({ INITIAL_COIN_SUPPLY: most, MAX_TRANSACTION_AMOUNT: most });
  await world.admin.mint("alice", "777777777777777777.77777777");
  const body = { user_id: "alice", amount: "123456789012345678.12345678" };
  const { optimization } =
    (await world.admin.post<OptimizeAnswer>("/ml/optimize-transaction", body)).body;
  const cost = (amount: Decimal) =>
    new Exact(totalOf(amount.toFixed(), feeOf(amount.toFixed(), "0.5")));
  const possible = new Exact(optimization.most_possible!);
  const held = "777777777777778777.77777777";
  assert(cost(possible).lte(held) && cost(possible.plus("1e-8")).gt(held), possible.toFixed());
  for (const { parts, total_fee, saving } of optimization.splits) {
    assertEquals(new Exact(total_fee).plus(saving).toFixed(), optimization.fee);
    assert(new Exact(saving).abs().lte(new Exact("0.5e-8").times(parts + 1)), saving);
  }
});

Deno.test("predict-trend: before any market it says what is missing", async () => {
  await using world = await mlWorld();
  const { status, body } = await world.admin.post<PredictTrendAnswer>("/ml/predict-trend");
  assertEquals([status, body.predictions.tendency, body.confidence], [200, null, 0]);
  assertMatch(body.reasoning, /not known yet.*No forecast has been published yet/);
  const coin = await world.admin.post<ErrorOf>("/ml/predict-trend", { symbol: "BTC" });
  assertEquals(coin.status, 404);
});

Deno.test("action does each of them, and none of these moves or records anything", async () => {
  await using world = await mlWorld();
  const before = await world.countTransactions();
  const parameters = { to_user: "bob", amount: "10" };
  for (const action_type of ["analyze", "recommend", "predict", "optimize"]) {
    const { status, body } = await world.admin.post<ActionAnswer>("/ml/action", {
      ...{ action_type, user_id: "alice", parameters, use_llm: true },
    });
    assertEquals([status, body.success, body.action_type], [200, true, action_type]);
    assertEquals(Object.keys(body).sort(), [
      ...["action_type", "confidence", "reasoning", "recommendations", "result", "success"],
      ...["timestamp", "worded_by"],
    ]);
  }
  assertEquals(await world.countTransactions(), before);
  const query = new URLSearchParams({
    ...{ action_type: "optimize", user_id: "alice", parameters: JSON.stringify(parameters) },
  });
  assertEquals((await world.admin.post(`/ml/action?${query}`)).status, 200);
  const others = await world.admin.post<ErrorOf>("/ml/action", {
    ...{ action_type: "transfer", user_id: "alice" },
    parameters: { ...parameters, from_user: "bob", auto_execute: true },
  });
  assertEquals([others.status, others.body.error.code], [400, "VALIDATION_ERROR"]);
  const missing = await world.admin.post<ErrorOf>("/ml/action", {
    ...{ action_type: "analyze", user_id: "alice", parameters: {} },
  });
  assertEquals(missing.status, 400);
  assertEquals(await world.countTransactions(), before);
});

Deno.test("only the person or an administrator may ask", async () => {
  await using world = await mlWorld();
  const { server } = world;
  const token = (await signUp(server, "carol@example.com", { user_id: "carol" })).body.access_token;
  const carol = coinClient(server, token);
  await world.admin.mint("carol", "10");
  const own = await carol.post("/ml/analyze-transaction", { ...TRANSFER, from_user: "carol" });
  assertEquals(own.status, 200);
  const calls: [string, object][] = [
    ["/ml/analyze-transaction", TRANSFER],
    ["/ml/recommend", { user_id: "alice" }],
    ["/ml/optimize-transaction", { user_id: "alice", amount: "1" }],
    ["/ml/intelligent-transfer", { ...TRANSFER, auto_execute: true }],
    ["/ml/action", { action_type: "transfer", user_id: "alice", parameters: TRANSFER }],
  ];
  const before = await world.countTransactions();
  for (const [path, body] of calls) {
    assertEquals((await carol.post(path, body)).status, 403, path);
    const response = await fetch(`${server.url}/api/v1${path}`, { method: "POST" });
    assertEquals(response.status, 401, path);
    await response.body?.cancel();
  }
  assertEquals(await world.countTransactions(), before);
});
