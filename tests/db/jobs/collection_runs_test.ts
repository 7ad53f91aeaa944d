import { assertEquals } from "@std/assert";
import {
  finishCollectionRun,
  interruptStaleRuns,
  latestCollectionRun,
  loadExchangeBlock,
  saveExchangeBlock,
  startCollectionRun,
  startOnlyCollectionRun,
  updateCollectionRun,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

const NOW_MS = 1_704_067_200_000;

Deno.test("a collection run carries its progress from start to end", async () => {
  await using db = await testDatabase();
  assertEquals(await latestCollectionRun(db), null);
  const run = await startCollectionRun(db, {
    mode: "full",
    startedAtMs: NOW_MS,
    fromMs: NOW_MS - 1000,
    symbols: ["BTC", "ETH"],
  });
  assertEquals([run.status, run.symbols, run.recordsWritten], ["running", ["BTC", "ETH"], 0]);
  assertEquals([run.fromMs, run.toMs, run.startedAtMs], [NOW_MS - 1000, null, NOW_MS]);
  const update = { id: run.id, nowMs: NOW_MS + 5000 };
  await updateCollectionRun(db, { ...update, progress: { done: 1 }, addRecords: 10 });
  await updateCollectionRun(db, { ...update, addRecords: 5 });
  const end = { id: run.id, nowMs: NOW_MS + 9000 };
  await finishCollectionRun(db, { ...end, status: "failed", error: "No network." });
  const last = await latestCollectionRun(db);
  assertEquals([last?.recordsWritten, last?.progress], [15, { done: 1 }]);
  assertEquals([last?.status, last?.error], ["failed", "No network."]);
  assertEquals(last?.finishedAtMs, NOW_MS + 9000);
  assertEquals(await latestCollectionRun(db, { status: "running" }), null);
});

Deno.test("runs without a heartbeat are interrupted, living ones are not", async () => {
  await using db = await testDatabase();
  const dead = await startCollectionRun(db, { mode: "forward", startedAtMs: NOW_MS });
  const alive = await startCollectionRun(db, { mode: "repair", startedAtMs: NOW_MS });
  await updateCollectionRun(db, { id: alive.id, nowMs: NOW_MS + 100_000 });
  const input = { nowMs: NOW_MS + 120_001, olderThanMs: 120_000 };
  const interrupted = await interruptStaleRuns(db, input);
  assertEquals(interrupted.map((run) => [run.id, run.status]), [[dead.id, "interrupted"]]);
  assertEquals(await interruptStaleRuns(db, input), []);
  assertEquals((await latestCollectionRun(db, { status: "running" }))?.id, alive.id);
});

Deno.test("a block by an exchange is remembered, and never shortened", async () => {
  await using db = await testDatabase();
  const host = "api.example";
  assertEquals(await loadExchangeBlock(db, host), null);
  await saveExchangeBlock(db, { host, untilMs: NOW_MS + 60_000, reason: "429" });
  await saveExchangeBlock(db, { host, untilMs: NOW_MS + 30_000, reason: "429" });
  assertEquals(await loadExchangeBlock(db, host), NOW_MS + 60_000);
  await saveExchangeBlock(db, { host, untilMs: NOW_MS + 90_000, reason: "418" });
  assertEquals(await loadExchangeBlock(db, host), NOW_MS + 90_000);
});

Deno.test("of many who start a collection at once one does, and the others are shown its run", async () => {
  await using db = await testDatabase({ poolSize: 10 });
  const start = (nowMs: number) =>
    startOnlyCollectionRun(db, { mode: "full", nowMs, aliveMs: 30_000 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => start(NOW_MS)));
  assertEquals(answers.filter(({ isNew }) => isNew).length, 1);
  assertEquals(new Set(answers.map(({ run }) => run.id)).size, 1);
  assertEquals((await start(NOW_MS + 29_000)).isNew, false);
  assertEquals((await start(NOW_MS + 31_000)).isNew, true, "the process that ran it is gone");
});
