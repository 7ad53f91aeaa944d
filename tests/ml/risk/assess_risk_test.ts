import fc from "fast-check";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { assessRisk } from "../../../ml/risk/assess_risk.ts";
import { measurePopulation, trainRiskModel } from "../../../ml/risk/risk_model.ts";
import { startReplay } from "../../../ml/risk/replay_transfers.ts";
import { restoreModel, storeModel } from "../../../ml/risk/stored_model.ts";
import type { PastTransfer, TransferFacts } from "../../../ml/risk/transfer_facts.ts";
import { featureRow, transferFeatures } from "../../../ml/risk/transfer_features.ts";
import { simulateEconomy } from "./economy.ts";
import { judgeEconomy } from "./judge_economy.ts";
import { DAY_MS, HOUR_MS, START_MS } from "./people.ts";

const NOW_MS = START_MS + 90 * DAY_MS + 12 * HOUR_MS;

/** Alice, who has sent 10 to Bob at noon of each of the last 30 days. */
function facts(changes: Partial<TransferFacts> = {}): TransferFacts {
  const days = Array.from({ length: 30 }, (_, at) => at + 1);
  return {
    ...{ fromUser: "alice", toUser: "bob", amount: 10, atMs: NOW_MS, balance: 1000 },
    senderSinceMs: START_MS,
    recipientSinceMs: START_MS,
    senderSent: days.map((day) => past("alice", "bob", 9 + day % 3, day * DAY_MS)),
    senderReceived: [],
    recipientSent: [],
    recipientReceived: days.map((day) => past("alice", "bob", 9 + day % 3, day * DAY_MS)),
    greatestAmount: 1_000_000,
    ...changes,
  };
}

function past(fromUser: string, toUser: string, amount: number, agoMs: number): PastTransfer {
  return { fromUser, toUser, amount, atMs: NOW_MS - agoMs };
}

const MINUTE_MS = 60_000;

Deno.test("what a person always does is no risk", () => {
  const { score, level, reasons, coldStart } = assessRisk(facts(), null);
  assertEquals({ score, level, reasons }, { score: 0, level: "low", reasons: [] });
  assert(coldStart, "without a model it is a cold start");
});

/** Each planted sign: what changes, and what the heaviest reason then speaks of. */
const SIGNS: readonly [string, Partial<TransferFacts>, RegExp][] = [
  ["a drained account", { toUser: "thief", amount: 950 }, /95 % of what the sender had leaves/],
  ["an amount out of line", { amount: 300 }, /unusual for the sender/],
  ["a burst", {
    senderSent: [
      ...Array.from({ length: 15 }, (_, at) => past("alice", "bob", 10, at * MINUTE_MS)),
      ...facts().senderSent,
    ],
  }, /transfer number 16 of the sender within an hour/],
  ["a mule that collects", {
    toUser: "mule",
    recipientReceived: Array.from(
      { length: 9 },
      (_, at) => past(`victim${at}`, "mule", 10, at * MINUTE_MS),
    ),
  }, /Far more people than ever before pay the recipient/],
  ["a mule that passes on", {
    toUser: "boss",
    senderReceived: Array.from(
      { length: 6 },
      (_, at) => past(`victim${at}`, "alice", 2, at * MINUTE_MS),
    ),
  }, /several people sent to the sender/],
  ["a circle of two", {
    senderReceived: [past("bob", "alice", 10, HOUR_MS), past("bob", "alice", 10, 5 * HOUR_MS)],
  }, /came round from the recipient within three days, 2 times/],
  ["a circle of three", {
    senderReceived: [past("carol", "alice", 10, HOUR_MS)],
    recipientSent: [past("bob", "carol", 10, 2 * HOUR_MS)],
  }, /came round from the recipient within three days, once/],
  ["pieces under a limit", {
    amount: 990,
    balance: 10_000,
    senderSent: [past("alice", "x", 980, HOUR_MS), past("alice", "y", 970, 2 * HOUR_MS)],
  }, /3.0 times as many transfers as ever before stay just under a limit/],
  ["an account that wakes up", {
    amount: 900,
    senderSent: facts().senderSent.map((row) => ({ ...row, atMs: row.atMs - 70 * DAY_MS })),
    toUser: "bob",
  }, /first transfer after 71 days takes 90 % of the balance/],
];

Deno.test("each sign of misuse is seen and said in words", async (t) => {
  for (const [name, changes, words] of SIGNS) {
    await t.step(name, () => {
      const { score, reasons } = assessRisk(facts(changes), null);
      assert(score > 0.3, `the score is ${score}`);
      assert(reasons.some(({ text }) => words.test(text)), JSON.stringify(reasons));
    });
  }
});

Deno.test("the weights of the reasons add up to the score, the heaviest first", () => {
  for (const { assessment } of judgeEconomy({ seed: 5, episodesOfAKind: 2 })) {
    const { score, reasons } = assessment;
    assert(score >= 0 && score < 1);
    assertAlmostEquals(reasons.reduce((sum, reason) => sum + reason.weight, 0), score, 1e-12);
    assertEquals(reasons.toSorted((a, b) => b.weight - a.weight), reasons);
  }
});

Deno.test("nothing known at all makes a finite answer that says it is a cold start", () => {
  const nothing: Partial<TransferFacts> = {
    senderSent: [],
    recipientReceived: [],
    senderSinceMs: null,
    recipientSinceMs: null,
  };
  for (const balance of [0, 10, 1e12]) {
    const first = facts({ ...nothing, balance });
    assert(featureRow(transferFeatures(first, null)).every(Number.isFinite));
    const { coldStart, coldStartReason, level } = assessRisk(first, null);
    assert(coldStart && /too few transfers/.test(coldStartReason ?? ""));
    assert(level !== "high", "nobody is refused for being new");
  }
});

Deno.test("a feature never looks ahead: later transfers leave earlier rows alone", () => {
  const transfers = simulateEconomy({ seed: 9, episodesOfAKind: 1 });
  const rowsOf = (count: number) => {
    const replay = startReplay({ greatestAmount: 1_000_000 });
    return transfers.slice(0, count).map((one) =>
      featureRow(transferFeatures(replay.next(one), null))
    );
  };
  assertEquals(rowsOf(4000).slice(0, 2000), rowsOf(2000));
});

Deno.test("misuse scores above honest transfers, and a model is told from a newcomer", () => {
  const judged = judgeEconomy({ seed: 21, episodesOfAKind: 6 });
  const share = (isFraud: boolean) => {
    const part = judged.filter(({ transfer }) => (transfer.fraud !== null) === isFraud);
    return part.filter(({ assessment }) => assessment.level !== "low").length / part.length;
  };
  assert(share(true) > 0.6, `${share(true)} of the planted ones are seen`);
  assert(share(false) < 0.03, `${share(false)} of the honest ones are suspected`);
  const newcomer = judged.find(({ assessment }) => assessment.coldStart)!;
  assert(/before: this compares with everybody/.test(newcomer.assessment.coldStartReason ?? ""));
});

Deno.test("training is repeatable; a stored model is restored exactly or refused", async () => {
  const transfers = simulateEconomy({ seed: 3, episodesOfAKind: 1 }).slice(0, 1500);
  const population = measurePopulation(transfers);
  const train = (seed: number) => {
    const replay = startReplay({ greatestAmount: 1_000_000 });
    const rows = transfers.map((one) => transferFeatures(replay.next(one), population));
    return trainRiskModel(rows, { population, seed });
  };
  const model = train(1);
  assertEquals(train(1), model);
  const stored = await storeModel(model);
  const restored = await restoreModel(stored);
  assertEquals(
    assessRisk(facts({ amount: 300 }), restored),
    assessRisk(facts({ amount: 300 }), model),
  );
  const altered = stored.document.replace('"transfers":1500', '"transfers":1501');
  await assertRejects(() => restoreModel({ ...stored, document: altered }), Error, "checksum");
  for (const change of [{ featuresVersion: 99 }, { forest: circularForest() }]) {
    const other = await storeModel({ ...model, ...change });
    await assertRejects(() => restoreModel(other), Error, "of another version, or not one");
  }
});

/** A tree whose path would never end. */
function circularForest() {
  return { sampleSize: 2, trees: [{ feature: [0, -1], split: [1, 1], left: [0, 0] }] };
}

Deno.test("whatever the history, figures are finite and the score is below 1", () => {
  const anyTransfer = fc.record({
    fromUser: fc.constantFrom("alice", "bob", "carol"),
    toUser: fc.constantFrom("alice", "bob", "carol"),
    amount: fc.double({ min: 1e-8, max: 1e15, noNaN: true }),
    atMs: fc.integer({ min: NOW_MS - 200 * DAY_MS, max: NOW_MS }),
  });
  const anyList = fc.array(anyTransfer, { maxLength: 30 })
    .map((rows) => rows.sort((a, b) => b.atMs - a.atMs));
  const anyFacts = fc.record({
    amount: fc.double({ min: 1e-8, max: 1e15, noNaN: true }),
    balance: fc.double({ min: 0, max: 1e15, noNaN: true }),
    senderSinceMs: fc.option(fc.integer({ min: 0, max: NOW_MS + DAY_MS })),
    recipientSinceMs: fc.option(fc.integer({ min: 0, max: NOW_MS + DAY_MS })),
    senderSent: anyList,
    senderReceived: anyList,
    recipientSent: anyList,
    recipientReceived: anyList,
  });
  fc.assert(fc.property(anyFacts, (changes) => {
    const changed = facts(changes);
    assert(featureRow(transferFeatures(changed, null)).every(Number.isFinite));
    const { score, reasons } = assessRisk(changed, null);
    assert(score >= 0 && score < 1);
    assert(reasons.every(({ text, weight }) => weight > 0 && !/NaN|Infinity/.test(text)));
  }));
});
