import { assertEquals, assertMatch } from "@std/assert";
import type { CoinSummary, Transaction } from "../../server/coins/schema.ts";
import { supplyFinding, supplyParts } from "../../web/features/coins/supply_words.ts";
import {
  type ChainProof,
  checkProof,
  sha256,
} from "../../web/features/transactions/check_proof.ts";
import {
  counterpartyOf,
  describeTransaction,
  directionOf,
  receiptText,
  signedAmount,
} from "../../web/features/transactions/transaction_words.ts";
import { csvColumns, toFilter } from "../../web/features/wallet/history_filter.ts";
import { needsAssent } from "../../web/features/wallet/risk_words.ts";
import { recipientProblem, sameTransfer } from "../../web/features/wallet/transfer_checks.ts";
import { addAmounts } from "../../web/lib/amount.ts";
import { toCsv } from "../../web/ui/table_model.ts";

function transaction(changes: Partial<Transaction> = {}): Transaction {
  return {
    transaction_id: "0190c3d2-0000-7000-8000-000000000001",
    from_user: "alice",
    to_user: "bob",
    amount: "10.50000000",
    transaction_type: "send",
    status: "completed",
    fee: "0.05250000",
    timestamp: "2026-11-21T04:00:00.000Z",
    metadata: {},
    finished_at: null,
    failure: null,
    reverses: null,
    reversed_by: null,
    not_before: null,
    ...changes,
  };
}

Deno.test("what leaves an account is the amount and the fee, what arrives is the amount", () => {
  assertEquals(signedAmount(transaction(), "alice"), "-10.5525");
  assertEquals(signedAmount(transaction(), "bob"), "10.50000000");
  assertEquals(directionOf(transaction(), "bob"), "in");
  assertEquals(counterpartyOf(transaction(), "alice"), "bob");
  const stake = transaction({ to_user: "alice", transaction_type: "stake", fee: "0" });
  assertEquals([directionOf(stake, "alice"), counterpartyOf(stake, "alice")], ["self", ""]);
});

Deno.test("a transaction is a sentence with its exact amount", () => {
  assertEquals(describeTransaction(transaction()), "alice sends 10.5\u00a0TBC to bob");
  const mint = transaction({ from_user: "system", transaction_type: "mint" });
  assertEquals(describeTransaction(mint), "10.5\u00a0TBC are minted for bob");
});

Deno.test("a receipt as text has what identifies it, and its place in the chain", () => {
  const head = { position: 9, hash: "ff" };
  const proof = { position: 5, text: "", previous_hash: "aa", hash: "bb", head, path: [] };
  const text = receiptText({ transaction: transaction(), proof });
  assertMatch(text, /alice sends 10\.5.TBC to bob, fee 0\.0525.TBC\nStatus completed/);
  assertMatch(text, /Link 5 of the hash chain, bb\nHead 9, ff$/);
  assertEquals(receiptText({ transaction: transaction(), proof: null }).includes("chain"), false);
});

Deno.test("only what can be meant goes to the server as a filter", () => {
  const open = {
    type: "",
    status: "",
    direction: "",
    counterparty: "",
    from: "",
    to: "",
  } as const;
  assertEquals(toFilter(open), {});
  assertEquals(toFilter({ ...open, counterparty: "no such id!", from: "soon" }), {});
  assertEquals(
    toFilter({ ...open, type: "send", direction: "out", counterparty: " bob ", to: "2026-11-21" }),
    { type: "send", direction: "out", counterparty: "bob", to: "2026-11-21T23:59:59.999Z" },
  );
});

Deno.test("the history as CSV: notes that are formulas are inert, amounts stay numbers", () => {
  const note = '=HYPERLINK("http://evil.example","click")';
  const csv = toCsv(csvColumns("alice"), [
    transaction({ metadata: { note } }),
    transaction({ metadata: { note: "-2+3" } }),
    transaction({ metadata: { note: "\t=1" } }),
    transaction({ metadata: { note: "＝1+1" } }),
  ]);
  const [head, ...rows] = csv.split("\r\n");
  assertMatch(head ?? "", /^time,transaction_id,type,status,direction,counterparty,amount_tbc,/);
  assertMatch(rows[0] ?? "", /,out,bob,10\.5,0\.0525,,"'=HYPERLINK\(""http/);
  assertMatch(rows[1] ?? "", /,'-2\+3,/);
  assertMatch(rows[2] ?? "", /,'\t'=1,/);
  assertMatch(rows[3] ?? "", /,'＝1\+1,/);
});

Deno.test("a negative decimal is a number and keeps its sign in CSV", () => {
  const columns = [{ id: "a", label: "a", value: (text: string) => text }];
  assertEquals(
    toCsv(columns, ["-12.5", "-1e5", "+1", "@x"]),
    "a\r\n-12.5\r\n'-1e5\r\n'+1\r\n'@x\r\n",
  );
});

Deno.test("a recipient is looked at before the server is asked", () => {
  assertEquals(recipientProblem(" bob ", "alice"), undefined);
  for (const typed of ["", "bob smith", "alice", "x".repeat(101), "böb"]) {
    assertMatch(recipientProblem(typed, "alice") ?? "", /\.$/, typed);
  }
});

Deno.test("what is known of one transfer does not hold for another", () => {
  const asked = { from_user: "alice", to_user: "bob", amount: "1" };
  assertEquals(sameTransfer(asked, { ...asked }), true);
  assertEquals(sameTransfer(asked, { ...asked, amount: "10" }), false);
  assertEquals(sameTransfer(asked, undefined), false);
  assertEquals(sameTransfer(undefined, undefined), true);
  assertEquals(needsAssent(null), false);
});

const SUMMARY: CoinSummary = {
  initial_supply: "1000000",
  system: "999000.00000001",
  fees: "0.00000001",
  available: "900",
  staked: "50",
  cooling: "0",
  forecast_stakes: "20",
  burned: "29.99999999",
  total: "1000000",
  holds: true,
  people: 3,
  fee_percent: "0.5",
  minimum: "0.01",
  maximum: "1000000",
  cool_down_hours: 0,
  reconciliation: null,
  chain_head: null,
};

Deno.test("the places of all coins are named, and sum to the supply", () => {
  const parts = supplyParts(SUMMARY);
  assertEquals(addAmounts(parts.map((part) => part.amount)), SUMMARY.total);
  assertEquals(parts[0]?.share, 0.999);
  assertMatch(supplyFinding(SUMMARY), /^Every coin is accounted for/);
  assertMatch(supplyFinding({ ...SUMMARY, holds: false, total: "999999" }), /999,999.TBC, not to/);
});

async function chainOf(texts: readonly string[], at: number): Promise<ChainProof> {
  const zero = "0".repeat(64);
  const hashes = [zero];
  const steps = [];
  for (const [index, text] of texts.entries()) {
    const position = index + 1;
    const step = {
      position,
      previous: hashes[position - 1] ?? zero,
      back: hashes[position & (position - 1)] ?? zero,
      leaf: await sha256(text),
    };
    steps.push(step);
    hashes.push(await sha256([position, step.previous, step.back, step.leaf].join("\n")));
  }
  const path = [];
  for (let here = texts.length; here >= at;) {
    path.push(steps[here - 1]!);
    here = here === at ? 0 : (here & (here - 1)) >= at ? here & (here - 1) : here - 1;
  }
  return {
    transaction_id: `t${at}`,
    position: at,
    text: texts[at - 1]!,
    previous_hash: hashes[at - 1]!,
    hash: hashes[at]!,
    head: { position: texts.length, hash: hashes[texts.length]! },
    path,
  };
}

Deno.test("the browser recomputes the place of a receipt in the chain, and notices a change", async () => {
  const texts = Array.from({ length: 13 }, (_, index) => `transaction t${index + 1} of 5`);
  for (const at of [1, 4, 5, 12, 13]) {
    assertEquals(await checkProof(await chainOf(texts, at)), null);
  }
  const proof = await chainOf(texts, 5);
  const wrong: ChainProof[] = [
    { ...proof, text: proof.text.replace("of 5", "of 500") },
    { ...proof, transaction_id: "t6" },
    { ...proof, hash: "0".repeat(64) },
    { ...proof, head: { ...proof.head, hash: "1".repeat(64) } },
    { ...proof, path: proof.path.slice(1) },
    { ...proof, path: proof.path.slice(0, -1) },
    { ...proof, path: proof.path.map((step) => ({ ...step, leaf: "2".repeat(64) })) },
  ];
  for (const changed of wrong) assertMatch(await checkProof(changed) ?? "", /\.$/);
});
