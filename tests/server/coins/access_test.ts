import { assertEquals } from "@std/assert";
import type { Balance, DryRun, Transaction } from "../../../server/coins/schema.ts";
import type { Receipt } from "../../../server/transactions/schema.ts";
import { countRows } from "../../db/ledger/ledger_for_tests.ts";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp } from "../app_for_tests.ts";
import { signUp } from "../auth/accounts_for_tests.ts";
import { coinClient, type ErrorOf } from "./coin_client.ts";

/** A server with three people who have signed up, alice with 100 coins. */
async function openServer() {
  const db = await testDatabase();
  const server = await startTestApp(db);
  const admin = coinClient(server);
  const person = async (name: string) => {
    const { body } = await signUp(server, `${name}@example.org`, { user_id: name });
    return coinClient(server, body.access_token);
  };
  const [alice, bob, carol] = [await person("alice"), await person("bob"), await person("carol")];
  await admin.mint("alice", "100");
  const dispose = async () => {
    await server[Symbol.asyncDispose]();
    await db[Symbol.asyncDispose]();
  };
  return { db, admin, alice, bob, carol, [Symbol.asyncDispose]: dispose };
}

const SEND = { from_user: "alice", to_user: "bob", amount: "10" };

Deno.test("people move their own coins only, and mint and burn none", async () => {
  await using opened = await openServer();
  const { alice, bob, db } = opened;
  const before = await countRows(db);
  const codes = [
    await bob.post<ErrorOf>("/transactions/quick-send", SEND),
    await bob.post<ErrorOf>("/transactions", SEND),
    await bob.post<ErrorOf>("/coins/stake/alice", { amount: "1" }),
    await bob.get<ErrorOf>("/coins/balance/alice"),
    await bob.get<ErrorOf>("/transactions/user/alice"),
    await alice.post<ErrorOf>("/coins/mint/alice", { amount: "1" }),
    await alice.post<ErrorOf>("/coins/burn/alice", { amount: "1" }),
    await alice.get<ErrorOf>("/coins/balances"),
    await alice.get<ErrorOf>("/transactions/pending/all"),
    await alice.post<ErrorOf>("/transactions", {
      ...SEND,
      to_user: "burned",
      transaction_type: "burn",
    }),
  ].map(({ status, body }) => `${status} ${body.error.code}`);
  assertEquals([...new Set(codes)], ["403 FORBIDDEN"]);
  assertEquals(await countRows(db), before);
  // A registered person is known before the first coin.
  const empty = await bob.get<Balance>("/coins/balance/bob");
  assertEquals([empty.body.balance, empty.body.last_updated], ["0", null]);
  assertEquals((await alice.post("/transactions/quick-send", SEND)).status, 200);
  assertEquals(await bob.balanceOf("bob"), "10");
});

Deno.test("a transaction is for its two sides; the balances of a receipt are their owner's", async () => {
  await using opened = await openServer();
  const { admin, alice, bob, carol } = opened;
  const made = await alice.post<Transaction>("/transactions", SEND);
  const path = `/transactions/${made.body.transaction_id}`;
  assertEquals([made.body.status, made.body.fee], ["pending", "0.05"]);
  for (const [verb, at] of [["get", ""], ["post", "/execute"], ["post", "/cancel"]] as const) {
    const { status } = await carol[verb]<ErrorOf>(path + at);
    assertEquals(status, 403);
  }
  assertEquals((await bob.post<Transaction>(`${path}/execute`)).body.status, "completed");
  const again = await bob.post<ErrorOf>(`${path}/execute`);
  assertEquals([again.status, again.body.error.code], [409, "INVALID_STATE"]);
  const shown = async (client: typeof bob) =>
    (await client.get<Receipt>(`${path}/receipt`)).body.entries.map((one) => one.balance_after);
  assertEquals(await shown(alice), ["89.95", null, null]);
  assertEquals(await shown(bob), [null, "10", null]);
  assertEquals(await shown(admin), ["89.95", "10", "0.05"]);
  assertEquals((await alice.get("/transactions/nothing")).status, 404);
  assertEquals((await alice.post(`${path}/reverse`, { reason: "no" })).status, 403);
  const reversed = await admin.post<Transaction>(`${path}/reverse`, { reason: "a mistake" });
  assertEquals([reversed.status, reversed.body.reverses], [200, made.body.transaction_id]);
  assertEquals(await alice.balanceOf("alice"), "100");
});

Deno.test("the history is read page by page; a cursor that no page gave is refused", async () => {
  await using opened = await openServer();
  const { admin, alice, bob, carol } = opened;
  for (const amount of ["1", "2", "3"]) {
    assertEquals((await alice.post("/transactions", { ...SEND, amount })).status, 200);
  }
  const page = (client: typeof alice, path: string) => client.get<Transaction[]>(path);
  const seen: string[] = [];
  for (let cursor = "";;) {
    const { body } = await page(alice, `/transactions/user/alice?limit=2${cursor}`);
    seen.push(...body.map(({ amount }) => amount));
    if (body.length < 2) break;
    cursor = `&cursor=${body.at(-1)!.transaction_id}`;
  }
  assertEquals(seen, ["3", "2", "1", "100"]);
  const [mine] = (await page(alice, "/transactions/user/alice")).body;
  const made = crypto.randomUUID();
  const refused = [
    await carol.get<ErrorOf>(`/transactions/user/carol?cursor=${mine!.transaction_id}`),
    await alice.get<ErrorOf>(`/transactions/user/alice?cursor=${made}`),
    await alice.get<ErrorOf>("/transactions/user/alice?cursor=1%27%20or%201=1"),
    await admin.get<ErrorOf>(`/transactions/pending/all?cursor=${made}`),
  ];
  for (const { status, body } of refused) {
    assertEquals([status, body.error.code], [400, "VALIDATION_ERROR"]);
    assertEquals((body.error.details as { field: string }[])[0]?.field, "cursor");
  }
  const both = await page(bob, `/transactions/user/bob?cursor=${mine!.transaction_id}`);
  assertEquals(both.body.map(({ amount }) => amount), ["2", "1"]);
});

Deno.test("a name that every object has is a user id like others; __proto__ is none", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const coins = coinClient(server);
  for (const userId of ["constructor", "toString", "hasOwnProperty"]) await coins.mint(userId, "5");
  const { body } = await coins.get<Record<string, string>>("/coins/balances");
  const mine = Object.entries(body).filter(([, balance]) => balance === "5").map(([name]) => name);
  assertEquals(mine.toSorted(), ["constructor", "hasOwnProperty", "toString"]);
  for (const path of ["/coins/mint/__proto__", "/coins/burn/__proto__"]) {
    const refused = await coins.post<ErrorOf>(path, { amount: "1" });
    assertEquals([refused.status, refused.body.error.code], [400, "VALIDATION_ERROR"]);
  }
  const account = { email: "p@example.com", password: "seven wet otters", user_id: "__proto__" };
  assertEquals((await coins.post("/auth/register", account)).status, 400);
});

Deno.test("a dry run says what would happen and what would fail, and writes nothing", async () => {
  await using opened = await openServer();
  const { admin, alice, db } = opened;
  const before = await countRows(db);
  const run = async (path: string, body: object, client = alice) =>
    (await client.post<DryRun>(`${path}?dry_run=true`, body)).body;
  assertEquals(await run("/transactions/quick-send", SEND), {
    dry_run: true,
    would_succeed: true,
    fee: "0.05",
    total: "10.05",
    balance_after: "89.95",
    problems: [],
  });
  const bad = await run("/transactions", { ...SEND, to_user: "alice", amount: "1000001" });
  assertEquals([bad.would_succeed, bad.balance_after], [false, null]);
  assertEquals(bad.problems.map(({ code }) => code), [
    "SELF_TRANSFER",
    "VALIDATION_ERROR",
    "INSUFFICIENT_FUNDS",
  ]);
  const unknown = await run("/transactions/quick-send", { ...SEND, to_user: "nobody" });
  assertEquals(unknown.problems.map(({ code }) => code), ["USER_NOT_FOUND"]);
  assertEquals((await run("/coins/stake/alice", { amount: "40" })).balance_after, "60");
  const unstake = await run("/coins/unstake/alice", { amount: "1" });
  assertEquals(unstake.problems.map(({ code }) => code), ["INSUFFICIENT_STAKE"]);
  assertEquals((await run("/coins/mint/zed", { amount: "7" }, admin)).balance_after, "7");
  const burn = await run("/coins/burn/alice", { amount: "101" }, admin);
  assertEquals(burn.problems.map(({ code }) => code), ["INSUFFICIENT_FUNDS"]);
  assertEquals(await countRows(db), before);
});

Deno.test("what an administrator does with coins is in the audit log, once", async () => {
  await using opened = await openServer();
  const { admin, alice, db } = opened;
  await admin.post("/coins/burn/alice", { amount: "1" }, { "idempotency-key": "b" });
  await admin.post("/coins/burn/alice", { amount: "1" }, { "idempotency-key": "b" });
  await admin.post("/transactions/quick-send", { ...SEND, to_user: "nobody" });
  await admin.post("/transactions/quick-send", SEND);
  await alice.post("/transactions/quick-send", SEND);
  const acts = await db.sql<{ act: string; amount: string }>(
    "select act, details ->> 'amount' as amount from audit_log where kind = 'act' order by id",
  );
  const ofCoins = acts.filter(({ act }) => /^(coins|transactions)\./.test(act));
  assertEquals(ofCoins.map(({ act, amount }) => `${act} ${amount}`), [
    "coins.mint 100",
    "coins.burn 1",
    "transactions.quickSend 10",
  ]);
});
