import { assert, assertEquals } from "@std/assert";
import {
  claimJob,
  latestCollectionRun,
  latestJobRun,
  latestPublication,
  latestTendency,
  listJobRuns,
} from "../../db/mod.ts";
import type { JobContext } from "../../jobs/context.ts";
import { ExchangeError } from "../../jobs/exchange/exchange.ts";
import { HOUR_MS } from "../../jobs/hours.ts";
import { isPrepared, prepareMarket } from "../../jobs/prepare_market.ts";
import { runClaimed } from "../../jobs/run_claimed.ts";
import { runDueJobs } from "../../jobs/run_due_jobs.ts";
import { startJobs } from "../../jobs/start_jobs.ts";
import type { Exchange } from "../../jobs/exchange/exchange.ts";
import { smallMarket } from "./trained_market.ts";

const CHAIN = ["collect", "repair", "score", "settle", "publish", "tendency", "drift"];

Deno.test("the hourly chain runs once per slot, in order, and again in the next hour", async () => {
  await using market = await smallMarket();
  assertEquals(await runDueJobs(market.context), CHAIN);
  assertEquals(await runDueJobs(market.context), []);
  assert(await latestPublication(market.db));
  assert(await latestTendency(market.db));
  market.clock.nowMs += HOUR_MS;
  assertEquals(await runDueJobs(market.context), CHAIN);
  const runs = await listJobRuns(market.db, { job: "publish" });
  assertEquals(runs.map((run) => run.slotMs), [
    Date.parse("2026-03-10T13:05:00Z"),
    Date.parse("2026-03-10T12:05:00Z"),
  ]);
});

Deno.test("two instances that wake at the same moment do the work once", async () => {
  await using market = await smallMarket();
  const other: JobContext = { ...market.context, owner: "another instance" };
  const ran = await Promise.all([runDueJobs(market.context), runDueJobs(other)]);
  const rest = await runDueJobs(market.context);
  assertEquals([...ran.flat(), ...rest].sort(), CHAIN.toSorted());
  const [counts] = await market.db.sql<{ publications: number; runs: number }>(
    `select (select count(*) from forecast_publications) as publications,
       (select count(*) from job_runs) as runs`,
  );
  assertEquals(counts, { publications: 1, runs: CHAIN.length });
});

Deno.test("a step that another process is working on ends the pass, its lease's end does not", async () => {
  await using market = await smallMarket();
  const { db, clock } = market;
  const slotMs = Date.parse("2026-03-10T12:05:00Z");
  const dead = { job: "collect", slotMs, owner: "dead", leaseMs: 15_000, nowMs: clock.nowMs };
  assert(await claimJob(db, dead));
  assertEquals(await runDueJobs(market.context), []);
  clock.nowMs += 16_000;
  assertEquals(await runDueJobs(market.context), CHAIN);
  const collect = await latestJobRun(db, "collect");
  assertEquals([collect?.attempt, collect?.status], [2, "completed"]);
});

Deno.test("a lost exchange fails the collection but forecasts are still published", async () => {
  await using market = await smallMarket();
  const lost: JobContext = {
    ...market.context,
    exchange: {
      ...market.context.exchange,
      listInstruments: () => Promise.reject(new ExchangeError("unavailable", "No answer.")),
    },
  };
  assertEquals(await runDueJobs(lost), CHAIN);
  const collect = await latestJobRun(market.db, "collect");
  assertEquals([collect?.status, collect?.error], ["failed", "No answer."]);
  assertEquals((await latestJobRun(market.db, "publish"))?.status, "completed");

  assertEquals(await runDueJobs(market.context), [], "a failed job is not tried again at once");
  market.clock.nowMs += 61_000;
  assertEquals(await runDueJobs(lost), ["collect"]);
  assertEquals((await latestJobRun(market.db, "collect"))?.attempt, 2);
  market.clock.nowMs += 121_000;
  assertEquals(await runDueJobs(market.context), ["collect"]);
  assertEquals((await latestJobRun(market.db, "collect"))?.status, "completed");
});

Deno.test("progress of a claimed job reaches its row, and a result is kept", async () => {
  await using market = await smallMarket();
  const progress = {
    done: 5,
    total: 10,
    unit: "steps",
    ratePerSecond: 2,
    secondsLeft: 2.5,
    message: "Half way",
  };
  const outcome = await runClaimed(
    market.context,
    { job: "train", slotMs: 3_600_000 },
    (report) => {
      report(progress);
      return Promise.resolve({ answer: 42 });
    },
  );
  assertEquals(outcome.status, "completed");
  const run = await latestJobRun(market.db, "train");
  assertEquals(run?.progress, progress);
  assertEquals(run?.result, { answer: 42 });
});

Deno.test("from an empty database to forecasts: naive at once, then the trained model's or a reason", async () => {
  await using market = await smallMarket({ firstTrainingBudgetMs: 15_000 });
  await market.db.sql("delete from candles");
  await market.db.sql("update cryptocurrencies set listed_at = null");
  assertEquals(await isPrepared(market.context), false);
  await prepareMarket(market.context);
  assertEquals(await isPrepared(market.context), true);
  const publications = await market.db.sql<{ model: string | null }>(
    "select model_id as model from forecast_publications order by id",
  );
  assertEquals(publications[0]?.model, null);
  const training = await latestJobRun(market.db, "train");
  assertEquals(training?.status, "completed");
  assertEquals(publications.length, training?.result?.promoted ? 2 : 1);
  assertEquals((await latestCollectionRun(market.db))?.status, "completed");

  const before = await market.db.sql("select id from job_runs");
  await prepareMarket(market.context);
  assertEquals(
    await market.db.sql("select id from job_runs"),
    before,
    "a second call does nothing",
  );
});

Deno.test("the jobs of a process start by themselves, take a triggered collection, and stop", async () => {
  await using market = await smallMarket({ firstTrainingBudgetMs: 15_000 });
  // The exchange says nothing until the second collection was asked for: the first is under way.
  const asked = Promise.withResolvers<void>();
  const exchange = silentUntil(market.context.exchange, asked.promise);
  const jobs = startJobs({ ...market.context, exchange });
  try {
    const [one, two] = await Promise.all([
      jobs.triggerCollection({ mode: "forward" }),
      jobs.triggerCollection({ mode: "full" }),
    ]);
    assertEquals(one.runId, two.runId, "one collection at a time");
    assertEquals(one.status, "running");
    asked.resolve();
    const deadline = Date.now() + 60_000;
    while ((await latestPublication(market.db)) === null && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert(await latestPublication(market.db));
  } finally {
    asked.resolve();
    await jobs.stop();
  }
  const running = await listJobRuns(market.db, { status: "running" });
  assert(
    running.every((run) => run.leaseUntilMs <= market.clock.nowMs),
    "every claim is given back",
  );
});

Deno.test("a job that was asked to stop is taken up again at once", async () => {
  await using market = await smallMarket();
  const stop = new AbortController();
  const claim = { job: "train", slotMs: 3_600_000 } as const;
  const stopping = { ...market.context, signal: stop.signal };
  const outcome = await runClaimed(stopping, claim, () => {
    stop.abort(new Error("The server is stopping."));
    return Promise.reject(stop.signal.reason);
  });
  assertEquals(outcome.status, "stopped");
  market.clock.nowMs += 1;
  const next = await runClaimed(market.context, claim, () => Promise.resolve("done"));
  assertEquals(next.status, "completed");
});

/** The same exchange, whose answers wait. */
function silentUntil(exchange: Exchange, ready: Promise<void>): Exchange {
  return new Proxy(exchange, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]) => {
        await ready;
        return await Reflect.apply(value, target, args);
      };
    },
  });
}
