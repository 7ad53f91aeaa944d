import { assertEquals } from "@std/assert";
import type { Transaction } from "../../../server/coins/schema.ts";
import { assertSound } from "../../db/ledger/ledger_for_tests.ts";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp } from "../app_for_tests.ts";
import { coinClient, type ErrorOf } from "./coin_client.ts";

/** A server in which alice has 100 and bob 1, without fees: exactly one send of 100 can succeed. */
async function openServer(env: Readonly<Record<string, string>> = {}) {
  const db = await testDatabase({ poolSize: 8 });
  const server = await startTestApp(db, { env: { TRANSACTION_FEE_PERCENT: "0", ...env } });
  const coins = coinClient(server);
  await coins.mint("alice", "100");
  await coins.mint("bob", "1");
  const dispose = async () => {
    await server[Symbol.asyncDispose]();
    await db[Symbol.asyncDispose]();
  };
  return { db, coins, [Symbol.asyncDispose]: dispose };
}

const SEND = { from_user: "alice", to_user: "bob", amount: "100" };

Deno.test("of 200 sends of 100 from a balance of 100 at once, one succeeds", async () => {
  await using opened = await openServer();
  const { coins, db } = opened;
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => coins.post<ErrorOf>("/transactions/quick-send", SEND)),
  );
  assertEquals(answers.filter(({ status }) => status === 200).length, 1);
  const refused = answers.filter(({ status }) => status !== 200)
    .map(({ status, body }) => `${status} ${body.error.code}`);
  assertEquals([refused.length, [...new Set(refused)]], [199, ["422 INSUFFICIENT_FUNDS"]]);
  assertEquals([await coins.balanceOf("alice"), await coins.balanceOf("bob")], ["0", "101"]);
  await assertSound(db);
});

Deno.test("with the fee on top, a balance of exactly amount and fee is enough once", async () => {
  await using opened = await openServer({ TRANSACTION_FEE_PERCENT: "0.5" });
  const { coins } = opened;
  const refused = await coins.post<ErrorOf>("/transactions/quick-send", SEND);
  assertEquals([refused.status, refused.body.error.code], [422, "INSUFFICIENT_FUNDS"]);
  await coins.mint("alice", "0.5");
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => coins.post("/transactions/quick-send", SEND)),
  );
  assertEquals(answers.filter(({ status }) => status === 200).length, 1);
  assertEquals([await coins.balanceOf("alice"), await coins.balanceOf("bob")], ["0", "101"]);
});

Deno.test("50 replays of one key at once are one transfer and 50 equal answers", async () => {
  await using opened = await openServer();
  const { coins, db } = opened;
  const key = { "idempotency-key": "once" };
  const send = { ...SEND, amount: "1" };
  const answers = await Promise.all(
    Array.from(
      { length: 50 },
      () => coins.post<{ transaction: Transaction }>("/transactions/quick-send", send, key),
    ),
  );
  assertEquals([...new Set(answers.map(({ status }) => status))], [200]);
  assertEquals(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
  const replays = answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
  assertEquals(replays.length, 49);
  assertEquals([await coins.balanceOf("alice"), await coins.balanceOf("bob")], ["99", "2"]);
  // The same amount in another spelling is the same request; another amount is not.
  const same = await coins.post("/transactions/quick-send", { ...SEND, amount: "1.00" }, key);
  assertEquals(same.headers.get("idempotent-replayed"), "true");
  const other = await coins.post<ErrorOf>("/transactions/quick-send", SEND, key);
  assertEquals([other.status, other.body.error.code], [409, "IDEMPOTENCY_CONFLICT"]);
  const elsewhere = await coins.post<ErrorOf>("/coins/mint/alice", { amount: "1" }, key);
  assertEquals(elsewhere.status, 409);
  await assertSound(db);
});

Deno.test("a key is not used up by a refusal, and must be printable ASCII", async () => {
  await using opened = await openServer();
  const { coins } = opened;
  const key = { "idempotency-key": "again" };
  const send = { ...SEND, amount: "150" };
  assertEquals((await coins.post("/transactions/quick-send", send, key)).status, 422);
  await coins.mint("alice", "50");
  const answer = await coins.post("/transactions/quick-send", send, key);
  assertEquals([answer.status, answer.headers.has("idempotent-replayed")], [200, false]);
  for (const bad of ["", "x".repeat(256), "caf\u00e9"]) {
    const { status, body } = await coins.post<ErrorOf>("/transactions/quick-send", send, {
      "idempotency-key": bad,
    });
    assertEquals([status, body.error.code], [400, "VALIDATION_ERROR"]);
  }
});

Deno.test("a key has its answer though the rules have changed since", async () => {
  await using opened = await openServer();
  const { coins, db } = opened;
  const requests: [path: string, body: object][] = [
    ["/transactions/quick-send", { ...SEND, amount: "1" }],
    ["/transactions", { ...SEND, amount: "1" }],
    ["/ml/intelligent-transfer", { ...SEND, amount: "1", auto_execute: true }],
  ];
  const key = (path: string) => ({ "idempotency-key": path });
  const first = await Promise.all(
    requests.map(([path, body]) => coins.post(path, body, key(path))),
  );
  assertEquals(first.map(({ status }) => status), [200, 200, 200]);
  const env = { TRANSACTION_FEE_PERCENT: "3", MIN_TRANSACTION_AMOUNT: "2" };
  await using stricter = await startTestApp(db, { env });
  const later = coinClient(stricter);
  for (const [at, [path, body]] of requests.entries()) {
    const again = await later.post(path, body, key(path));
    assertEquals([again.status, again.body], [200, first[at]!.body], path);
    assertEquals(again.headers.get("idempotent-replayed"), "true", path);
    const other = await later.post<ErrorOf>(path, { ...body, amount: "1.5" }, key(path));
    assertEquals([other.status, other.body.error.code], [409, "IDEMPOTENCY_CONFLICT"], path);
    const fresh = await later.post<ErrorOf>(path, body, { "idempotency-key": `new ${path}` });
    assertEquals([fresh.status, fresh.body.error.code], [400, "VALIDATION_ERROR"], path);
  }
  await assertSound(db);
});

Deno.test("an execution that failed answers the same to the same key", async () => {
  await using opened = await openServer();
  const { coins } = opened;
  const made = await coins.post<Transaction>("/transactions", { ...SEND, amount: "500" });
  const path = `/transactions/${made.body.transaction_id}/execute`;
  const key = { "idempotency-key": "run" };
  const [first, second] = [
    await coins.post<ErrorOf>(path, undefined, key),
    await coins.post<ErrorOf>(path, undefined, key),
  ];
  assertEquals([first.status, second.status], [422, 422]);
  assertEquals(second.body.error.details, first.body.error.details);
  assertEquals(second.headers.get("idempotent-replayed"), "true");
  const { transaction } = first.body.error.details as { transaction: Transaction };
  assertEquals([transaction.status, transaction.failure?.code], ["failed", "INSUFFICIENT_FUNDS"]);
});
