import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Database } from "../../../db/mod.ts";
import type {
  ActionAnswer,
  AnalyzeAnswer,
  IntelligentTransferAnswer,
} from "../../../server/ml_actions/schema.ts";
import type { Transaction } from "../../../server/coins/schema.ts";
import { erasePerson } from "../../../server/privacy/erase_person.ts";
import { signUp } from "../auth/accounts_for_tests.ts";
import type { ErrorOf } from "../coins/coin_client.ts";
import { makeHabits, mlWorld } from "./ml_world.ts";

const PATH = "/ml/intelligent-transfer";
const TRANSFER = { from_user: "alice", to_user: "bob", amount: "100" };
const RISKY = { ...TRANSFER, to_user: "stranger", amount: "950" };

interface Refusal {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: AnalyzeAnswer & { readonly transaction: Transaction };
  };
}

async function storedAnalysis(db: Database, id: string): Promise<AnalyzeAnswer> {
  const rows = await db.sql<{ analysis: AnalyzeAnswer }>(
    "select analysis from ledger_transactions where id = $1",
    [id],
  );
  return rows[0]!.analysis;
}

Deno.test("auto_execute sends at once, recorded with its analysis", async () => {
  await using world = await mlWorld();
  const { admin, db } = world;
  const { status, body } = await admin.post<IntelligentTransferAnswer>(PATH, {
    ...TRANSFER,
    auto_execute: true,
  });
  assertEquals([status, body.success, body.executed], [200, true, true]);
  assertEquals([body.transaction.status, body.transaction.fee], ["completed", "0.5"]);
  assertEquals([await admin.balanceOf("alice"), await admin.balanceOf("bob")], ["899.5", "1100"]);
  const kept = await storedAnalysis(db, body.transaction.transaction_id);
  assertEquals(kept.analysis, body.analysis);
  assertEquals(kept.reasoning, body.reasoning);
});

Deno.test("without auto_execute it is pending, and no coin moves", async () => {
  await using world = await mlWorld();
  const { admin, db } = world;
  const { body } = await admin.post<IntelligentTransferAnswer>(PATH, TRANSFER);
  assertEquals([body.executed, body.transaction.status], [false, "pending"]);
  assertEquals(await admin.balanceOf("alice"), "1000");
  assert((await storedAnalysis(db, body.transaction.transaction_id)).analysis.risk_level === "low");
  const id = body.transaction.transaction_id;
  assertEquals(
    (await admin.post<Transaction>(`/transactions/${id}/execute`)).body.status,
    "completed",
  );
  assertEquals(await admin.balanceOf("alice"), "899.5");
});

Deno.test("a high risk is refused either way: no coin moves, and it is on record", async () => {
  await using world = await mlWorld();
  const { admin, db } = world;
  await makeHabits(world);
  const balance = await admin.balanceOf("alice");
  for (const auto_execute of [true, false]) {
    const { status, body } = await admin.post<Refusal>(PATH, { ...RISKY, auto_execute });
    assertEquals([status, body.error.code], [422, "RISK_TOO_HIGH"]);
    assertMatch(
      body.error.message,
      /refused: The risk is 0\.\d\d, and from 0\.7 on .*No coin has moved/,
    );
    const { analysis, transaction } = body.error.details;
    assertEquals([analysis.risk_level, analysis.would_refuse], ["high", true]);
    assertEquals([transaction.status, transaction.failure?.code], ["failed", "RISK_TOO_HIGH"]);
    assertEquals((await storedAnalysis(db, transaction.transaction_id)).analysis, analysis);
    const execute = await admin.post(`/transactions/${transaction.transaction_id}/execute`);
    assertEquals(execute.status, 409, "a refused transfer cannot be executed");
  }
  const viaAction = await admin.post<Refusal>("/ml/action", {
    ...{ action_type: "transfer", user_id: "alice" },
    parameters: { to_user: "stranger", amount: "950", auto_execute: true },
  });
  assertEquals([viaAction.status, viaAction.body.error.code], [422, "RISK_TOO_HIGH"]);
  assertEquals(await admin.balanceOf("alice"), balance);
});

Deno.test("the action moves coins only with auto_execute", async () => {
  await using world = await mlWorld();
  const ask = async (more: object) =>
    (await world.admin.post<ActionAnswer>("/ml/action", {
      ...{ action_type: "transfer", user_id: "alice" },
      parameters: { to_user: "bob", amount: "10", ...more },
    })).body.result;
  assertEquals((await ask({})).executed, false);
  assertEquals(await world.admin.balanceOf("alice"), "1000");
  assertEquals((await ask({ auto_execute: true })).executed, true);
  assertEquals(await world.admin.balanceOf("alice"), "989.95");
});

Deno.test("what the ledger refuses leaves no row, whatever the risk", async () => {
  await using world = await mlWorld();
  const { admin } = world;
  await makeHabits(world);
  const before = await world.countTransactions();
  const cases: [object, number, string][] = [
    [{ ...TRANSFER, amount: "5000", auto_execute: true }, 422, "INSUFFICIENT_FUNDS"],
    [{ ...RISKY, amount: "5000", auto_execute: true }, 422, "INSUFFICIENT_FUNDS"],
    [{ ...TRANSFER, to_user: "nobody" }, 404, "USER_NOT_FOUND"],
    [{ ...TRANSFER, from_user: "nobody", auto_execute: true }, 404, "USER_NOT_FOUND"],
    [{ ...TRANSFER, to_user: "alice" }, 422, "SELF_TRANSFER"],
    [{ ...TRANSFER, amount: "0.001" }, 400, "VALIDATION_ERROR"],
    [{ ...TRANSFER, amount: "1e1" }, 400, "VALIDATION_ERROR"],
  ];
  for (const [body, status, code] of cases) {
    const answer = await admin.post<ErrorOf>(PATH, body);
    assertEquals([answer.status, answer.body.error?.code], [status, code], JSON.stringify(body));
  }
  assertEquals(await world.countTransactions(), before);
});

Deno.test("50 parallel replays are one transfer and 50 equal answers; another body is 409", async () => {
  await using world = await mlWorld();
  const { admin } = world;
  const key = { "idempotency-key": "once" };
  const body = { ...TRANSFER, amount: "900", auto_execute: true };
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => admin.post<IntelligentTransferAnswer>(PATH, body, key)),
  );
  assertEquals(answers.map(({ status }) => status), Array(50).fill(200));
  for (const answer of answers) assertEquals(answer.body, answers[0]!.body);
  const replayed = answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
  assertEquals(replayed.length, 49);
  assertEquals(await admin.balanceOf("alice"), "95.5");
  const other = await admin.post<ErrorOf>(PATH, { ...body, amount: "1" }, key);
  assertEquals([other.status, other.body.error.code], [409, "IDEMPOTENCY_CONFLICT"]);
});

Deno.test("a refusal is replayed as the refusal it was", async () => {
  await using world = await mlWorld();
  const { admin } = world;
  await makeHabits(world);
  const before = await world.countTransactions();
  const key = { "idempotency-key": "refused once" };
  const ask = () => admin.post<Refusal>(PATH, { ...RISKY, auto_execute: true }, key);
  const answers = await Promise.all(Array.from({ length: 10 }, ask));
  const ids = answers.map(({ body }) => body.error.details.transaction.transaction_id);
  assertEquals(answers.map(({ status }) => status), Array(10).fill(422));
  assertEquals(new Set(ids).size, 1);
  assertEquals(await world.countTransactions(), before + 1);
  world.clock.nowMs += 1000;
  const again = await ask();
  assertEquals(again.body.error.details, answers[0]!.body.error.details);
  assertEquals(again.headers.get("idempotent-replayed"), "true");
});

Deno.test("a replay is answered after the recipient was erased too", async () => {
  await using world = await mlWorld();
  const { admin, server } = world;
  await signUp(server, "dora@example.com", { user_id: "dora" });
  const body = { ...TRANSFER, to_user: "dora", auto_execute: true };
  const ask = () =>
    admin.post<IntelligentTransferAnswer>(PATH, body, { "idempotency-key": "before she left" });
  const first = await ask();
  assertEquals([first.status, first.body.executed], [200, true]);
  const actor = { kind: "job", role: "admin", name: "test", userId: null, keyId: null } as const;
  await erasePerson(server.app, "dora", { actor, requestId: "r" });
  const again = await ask();
  assertEquals([again.status, again.body.executed], [200, true]);
  assertEquals(
    again.body.transaction.transaction_id,
    first.body.transaction.transaction_id,
  );
  assertEquals(await admin.balanceOf("alice"), "899.5");
});
