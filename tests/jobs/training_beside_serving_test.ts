// Runs alone: it measures how long answers take.
import { assert, assertRejects } from "@std/assert";
import { runTraining } from "../../ml/run_training.ts";
import type { TrainingProgress } from "../../ml/train.ts";
import { openLoop, percentile } from "../bench/open_loop.ts";
import { testDatabase } from "../helpers/database.ts";
import { smallTraining } from "../ml/market.ts";
import { randomSeries } from "../ml/random_series.ts";
import { startTestApp } from "../server/app_for_tests.ts";
import { storeForecasts, storeMarket } from "../server/market_for_tests.ts";

const LOAD = { ratePerSecond: 100, seconds: 2 };

/** As large as a served one, without an end: a step of a tenth of a second after the other. */
const FULL_SIZE = smallTraining({
  sequenceLength: 168,
  horizonHours: 24,
  batchSize: 128,
  units: 64,
  layers: 2,
  epochs: 1000,
  patience: 1000,
  validateEverySteps: 1000,
});

/** The 99th percentile of requests, and the longest time that the event loop stood still. */
async function measure(url: string): Promise<{ p99Ms: number; stillMs: number }> {
  let stillMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    stillMs = Math.max(stillMs, nowMs - lastMs - 5);
    lastMs = nowMs;
  }, 5);
  const latencies = await openLoop(url, LOAD);
  clearInterval(timer);
  return { p99Ms: percentile(latencies, 0.99), stillMs };
}

Deno.test("requests and the event loop are not held up by a training beside them", async () => {
  await using db = await testDatabase();
  await storeMarket(db, 10);
  await storeForecasts(db);
  await using server = await startTestApp(db, { env: { RATE_LIMIT_PER_MINUTE: "1000000" } });
  const url = `${server.url}/api/predictions/top20`;
  await measure(url);
  const idle = await measure(url);

  const stop = new AbortController();
  const started = Promise.withResolvers<void>();
  const series = ["BTC", "ETH", "SOL"].map((symbol, at) =>
    randomSeries({ symbol, hours: 4000, seed: at + 1 })
  );
  const training = assertRejects(() =>
    runTraining(series, FULL_SIZE, {
      signal: stop.signal,
      onProgress: ({ phase }: TrainingProgress) => phase === "training" && started.resolve(),
    }), "measured enough");
  await started.promise;
  const busy = await measure(url);
  stop.abort(new Error("measured enough"));
  await training;

  const ratio = busy.p99Ms / idle.p99Ms;
  console.log(
    `  p99 ${busy.p99Ms.toFixed(1)} ms beside a training, ${ratio.toFixed(2)} of idle; ` +
      `event loop still for ${busy.stillMs.toFixed(0)} ms at most, idle ${
        idle.stillMs.toFixed(0)
      } ms`,
  );
  // A step blocks its thread for about 100 ms: were it on the event loop, both would show it.
  assert(busy.p99Ms < Math.max(3 * idle.p99Ms, 30), `p99 ${busy.p99Ms} ms, idle ${idle.p99Ms} ms`);
  assert(busy.stillMs < Math.max(3 * idle.stillMs, 60), `${busy.stillMs} ms still`);
});
