import { assertEquals, assertRejects } from "@std/assert";
import {
  type Database,
  LedgerRefusal,
  postEntries,
  quickSend,
  readBalance,
  readEntries,
  reverseTransaction,
} from "../../../db/mod.ts";
import { amountInput } from "../../../server/coins/amount.ts";
import { assertSound, AT, countRows, openedLedger } from "./ledger_for_tests.ts";

/** Cases that other ledgers test, in our terms; by their ids in the list that comes with the data. */
const CASES: Readonly<Record<string, () => Promise<void>>> = {
  L01: replaySame,
  L02: replayOther,
  L06: doubleSpend,
  L09: allOrNothing,
  L11: impossibleAmounts,
  L12: toOneself,
  L15: tenths,
  L20: noTrace,
  L21: reversedOnce,
};

const LIST = new URL("../../../../shared/data/ledger/scenarios.json", import.meta.url);
const list = await Deno.readTextFile(LIST).then(
  (text) => JSON.parse(text) as { id: string; title: string }[],
  () => null,
);
if (list === null) {
  console.log("The list of ledger cases is absent: whether all are held is not checked.");
}

Deno.test({
  name: "every case of the list is held",
  ignore: list === null,
  fn: () => assertEquals(list?.map(({ id }) => id).toSorted(), Object.keys(CASES).toSorted()),
});

for (const [id, run] of Object.entries(CASES)) {
  Deno.test(`case ${id}: ${run.name}`, run);
}

const SEND = { ...AT, fromUser: "alice", toUser: "bob", fee: "0" };
const key = (requestHash: string) => ({ scope: "test", key: "k1", requestHash });
const refusalOf = async (work: Promise<unknown>) =>
  (await assertRejects(() => work, LedgerRefusal)).code;
const has = async (db: Database, userId: string) => (await readBalance(db, userId))?.balance;

async function replaySame(): Promise<void> {
  await using db = await openedLedger({ alice: "1000", bob: "1" });
  const send = { ...SEND, amount: "100", idempotency: key("a") };
  const first = await quickSend(db, send);
  const second = await quickSend(db, send);
  assertEquals(second, { ...first, replayed: true });
  assertEquals(await has(db, "bob"), "101");
  assertEquals((await readEntries(db, first.transaction.id)).length, 2);
}

async function replayOther(): Promise<void> {
  await using db = await openedLedger({ alice: "1000", bob: "1" });
  await quickSend(db, { ...SEND, amount: "100", idempotency: key("a") });
  const other = quickSend(db, { ...SEND, amount: "200", idempotency: key("b") });
  assertEquals(await refusalOf(other), "IDEMPOTENCY_CONFLICT");
  assertEquals(await has(db, "bob"), "101");
}

async function doubleSpend(): Promise<void> {
  await using db = await openedLedger({ alice: "100", bob: "1" }, { poolSize: 8 });
  const codes = await Promise.all(
    Array.from({ length: 20 }, () =>
      quickSend(db, { ...SEND, amount: "100" })
        .then(() => "done", (error: LedgerRefusal) => error.code)),
  );
  assertEquals(codes.filter((code) => code === "done").length, 1);
  assertEquals(codes.filter((code) => code === "INSUFFICIENT_FUNDS").length, 19);
  assertEquals([await has(db, "alice"), await has(db, "bob")], ["0", "101"]);
}

async function allOrNothing(): Promise<void> {
  await using db = await openedLedger({ alice: "30", bob: "1", carol: "5" });
  const before = await countRows(db);
  const leg = (owner: string, amount: string) => ({ owner, kind: "available" as const, amount });
  const batch = postEntries(db, {
    ...AT,
    type: "forecast_settlement",
    fromUser: "alice",
    toUser: "carol",
    amount: "30",
    legs: [leg("alice", "-10"), leg("bob", "10"), leg("carol", "-20"), leg("alice", "20")],
  });
  assertEquals(await refusalOf(batch), "INSUFFICIENT_FUNDS");
  assertEquals([await has(db, "alice"), await has(db, "bob")], ["30", "1"]);
  assertEquals(await countRows(db), before);
}

async function impossibleAmounts(): Promise<void> {
  for (const amount of ["-1", null, "0", undefined, ""]) {
    assertEquals(amountInput.safeParse(amount).success, false);
  }
  await using db = await openedLedger({ alice: "5", bob: "1" });
  // The database itself takes none either, whoever asks.
  for (const amount of ["-1", "0", "NaN", "0.000000001"]) {
    await assertRejects(() => quickSend(db, { ...SEND, amount }), Error);
  }
  await assertSound(db);
}

async function toOneself(): Promise<void> {
  await using db = await openedLedger({ alice: "100" });
  const toOwn = quickSend(db, { ...SEND, toUser: "alice", amount: "10" });
  assertEquals(await refusalOf(toOwn), "SELF_TRANSFER");
  assertEquals(await has(db, "alice"), "100");
  await assertSound(db);
}

async function tenths(): Promise<void> {
  await using db = await openedLedger({ alice: "1", bob: "0.1" });
  await quickSend(db, { ...SEND, amount: "0.2" });
  assertEquals([await has(db, "alice"), await has(db, "bob")], ["0.8", "0.3"]);
}

async function noTrace(): Promise<void> {
  await using db = await openedLedger({ alice: "10", bob: "1" });
  const before = await countRows(db);
  assertEquals(await refusalOf(quickSend(db, { ...SEND, amount: "10.01" })), "INSUFFICIENT_FUNDS");
  assertEquals(await countRows(db), before);
}

async function reversedOnce(): Promise<void> {
  await using db = await openedLedger({ alice: "100", bob: "1" });
  const { transaction } = await quickSend(db, { ...SEND, amount: "100" });
  const reverse = () =>
    reverseTransaction(db, { ...AT, transactionId: transaction.id, reason: "a test" });
  assertEquals((await reverse()).transaction.reversesId, transaction.id);
  assertEquals(await refusalOf(reverse()), "INVALID_STATE");
  assertEquals([await has(db, "alice"), await has(db, "bob")], ["100", "1"]);
}
