import { assert, assertEquals } from "@std/assert";
import {
  chainLedger,
  checkProof,
  type Database,
  type LedgerProof,
  mintCoins,
  openLedger,
  quickSend,
  readProof,
  type Sql,
  verifyLedger,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import { untilSettled } from "../../helpers/ledger_settled.ts";

const AT = { nowMs: Date.UTC(2026, 10, 21), createdBy: "test" };

async function openBooks(): Promise<Database & AsyncDisposable> {
  const db = await testDatabase();
  await openLedger(db, { initialSupply: "1000000", nowMs: AT.nowMs });
  return db;
}

async function mint(db: Sql, userId: string): Promise<string> {
  return (await mintCoins(db, { ...AT, userId, amount: "10" })).transaction.id;
}

async function proofOf(db: Sql, id: string): Promise<LedgerProof> {
  const proof = await readProof(db, id);
  if (proof === null) throw new Error(`${id} is not in the chain.`);
  return proof;
}

async function chained(db: Database): Promise<string[]> {
  const rows = await db.sql<{ id: string }>(
    "select transaction_id as id from ledger_chain order by position",
  );
  return rows.map((row) => row.id);
}

Deno.test("every transaction has a proof that anybody can recompute, up to the head", async () => {
  await using db = await openBooks();
  const ids = [];
  for (let at = 0; at < 40; at++) ids.push(await mint(db, `u${at % 3}`));
  assertEquals(await readProof(db, ids[0]!), null, "not before the chainer has come by");
  await untilSettled(db);
  await chainLedger(db, { ...AT, stepEntries: 7 });
  assertEquals(await chained(db), ids);
  for (const [at, id] of ids.entries()) {
    const proof = await proofOf(db, id);
    assertEquals([proof.position, proof.head.position], [at + 1, 40]);
    assertEquals(await checkProof(proof), null);
    assert(proof.path.length <= 18, `${proof.path.length} steps`);
  }
  assertEquals((await verifyLedger(db)).ok, true);
});

Deno.test("a proof names no person and no balance", async () => {
  await using db = await openBooks();
  await mint(db, "alice");
  await mint(db, "bob");
  const { transaction } = await quickSend(db, {
    ...AT,
    ...{ fromUser: "alice", toUser: "bob", amount: "2.5", fee: "0.0125" },
  });
  await untilSettled(db);
  await chainLedger(db, AT);
  const text = (await readProof(db, transaction.id))?.text ?? "";
  assertEquals(text.split("\n").map((line) => line.split(" ")[0]), [
    ...["transaction", "amount", "reverses", "at", "entry", "entry", "entry"],
  ]);
  for (const word of ["alice", "bob", "7.4875", "12.5"]) assert(!text.includes(word), word);
});

Deno.test("a proof that was changed anywhere does not hold", async () => {
  await using db = await openBooks();
  const ids = [];
  for (let at = 0; at < 9; at++) ids.push(await mint(db, "alice"));
  await untilSettled(db);
  await chainLedger(db, AT);
  const proof = await proofOf(db, ids[2]!);
  const other = "ab".repeat(32);
  const forged = [
    { ...proof, text: proof.text.replace("amount 10", "amount 11") },
    { ...proof, transactionId: ids[3]! },
    { ...proof, position: 4 },
    { ...proof, hash: other },
    { ...proof, previousHash: other },
    { ...proof, head: { ...proof.head, hash: other } },
    { ...proof, path: proof.path.slice(1) },
    { ...proof, path: proof.path.slice(0, -1) },
    ...proof.path.flatMap((step, at) =>
      (["previous", "back", "leaf"] as const).map((name) => ({
        ...proof,
        path: proof.path.with(at, { ...step, [name]: other }),
      }))
    ),
  ];
  for (const one of forged) assert(await checkProof(one) !== null, JSON.stringify(one));
});

Deno.test("a transaction that commits late is chained, though later ones were before it", async () => {
  await using db = await openBooks();
  await mint(db, "alice");
  let release = () => {};
  const held = new Promise<void>((resolve) => release = resolve);
  let begun = (_id: string) => {};
  const started = new Promise<string>((resolve) => begun = resolve);
  const slow = db.transaction(async (tx) => {
    const made = await tx.sql<{ id: string }>(
      `select ledger_post('{"op":"post","type":"burn","from":"alice","to":"burned","amount":"1",
         "fee":"0","createdBy":"test","atMs":0}') #>> '{transaction,id}' as id`,
    );
    begun(made[0]!.id);
    await held;
  });
  const late = await started;
  const early = await mint(db, "bob");
  await chainLedger(db, AT);
  assertEquals((await chained(db)).includes(late), false);
  release();
  await slow;
  await untilSettled(db);
  await chainLedger(db, AT);
  const all = await chained(db);
  assert(all.includes(late) && all.includes(early));
  assertEquals(all.length, 3);
  assertEquals((await verifyLedger(db)).firstWrong, undefined);
});

Deno.test("of several chainers at once one works, and no transaction is chained twice", async () => {
  await using db = await openBooks();
  for (let at = 0; at < 30; at++) await mint(db, "alice");
  await untilSettled(db);
  const done = await Promise.all(
    [1, 2, 3, 4].map(() => chainLedger(db, { ...AT, stepEntries: 4 })),
  );
  assertEquals(done.reduce((sum, { added }) => sum + added, 0), 30);
  assertEquals(new Set(await chained(db)).size, 30);
});

Deno.test("after a restore on another server nothing new is missed", async () => {
  await using db = await openBooks();
  await mint(db, "alice");
  await untilSettled(db);
  await chainLedger(db, AT);
  // Its numbers were further on than ours are.
  await db.sql("update ledger_chain_state set server = 'another', settled_below = 1e12");
  await mint(db, "bob");
  await untilSettled(db);
  await chainLedger(db, AT);
  await mint(db, "carol");
  await untilSettled(db);
  await chainLedger(db, AT);
  assertEquals((await chained(db)).length, 3);
  assertEquals((await verifyLedger(db)).firstWrong, undefined);
});
