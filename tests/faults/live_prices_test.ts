// Runs beside few others: nothing in it is timed closely.
import { assert, assertEquals, assertLess } from "@std/assert";
import { listCryptocurrencies, upsertCryptocurrencies } from "../../db/mod.ts";
import { SIMULATED_COINS } from "../../jobs/exchange/simulated/coins.ts";
import { startSimulatedExchange } from "../../jobs/exchange/simulated.ts";
import { createClient } from "../../server/client.ts";
import { startApp } from "../helpers/app_process.ts";
import { testDatabase } from "../helpers/database.ts";
import { pause, SOAK } from "./instances.ts";

const CLIENTS = 200;
const COUNTED_MS = SOAK ? 120_000 : 21_000;
const TAKEN_OVER_WITHIN_MS = 60_000;

Deno.test("three instances and two hundred clients cost the exchange one request in ten seconds", async () => {
  await using db = await testDatabase({ poolSize: 5 });
  const exchange = await startSimulatedExchange();
  const coins = SIMULATED_COINS.filter((coin) => coin.kind === "coin" && !coin.listed).slice(
    0,
    20,
  );
  await upsertCryptocurrencies(
    db,
    coins.map(({ asset: symbol, name }, place) => ({
      symbol,
      name,
      exchangeSymbol: `${symbol}USDT`,
      circulatingSupply: null,
      marketCap: null,
      quoteVolume24h: null,
      rank: place + 1,
      rankedBy: "quote_volume" as const,
      isTracked: true,
    })),
  );
  assert((await listCryptocurrencies(db)).length > 10);
  const start = () => startApp("tests/faults/live_instance.ts", { args: [db.url, exchange.url] });
  const instances = await Promise.all([start(), start(), start()]);
  const delays: number[] = [];
  let heard = 0;
  const clients = Array.from({ length: CLIENTS }, (_, at) => {
    const client = createClient({ url: instances[at % 3]!.url });
    return client.market.live.subscribe(undefined, {
      onData: ({ data }) => {
        heard = Math.max(heard, data.version);
        // From the moment the answer was stored: all clocks are this machine's.
        if (data.since !== null) delays.push(Date.now() - Date.parse(data.as_of!));
      },
    });
  });
  try {
    const ask = async () =>
      (await (await fetch(`${exchange.url}/simulator/faults`)).json())
        .paths["/api/v3/ticker/price"];
    await untilTrue(() => heard > 0, 30_000);
    const before = await ask();
    await pause(COUNTED_MS);
    const requests = await ask() - before;
    assertLess(requests, COUNTED_MS / 10_000 + 1);
    const ordered = delays.toSorted((a, b) => a - b);
    const p95 = ordered[Math.floor(ordered.length * 0.95)]!;
    console.log(
      `${(requests * 60_000 / COUNTED_MS).toFixed(1)} requests a minute at the exchange; ` +
        `stored to heard: p50 ${ordered[ordered.length >> 1]} ms, p95 ${p95} ms, ` +
        `${ordered.length} events`,
    );
    assertLess(p95, 3_000);
    if (SOAK) await takeOver(db, instances);
  } finally {
    for (const client of clients) client.unsubscribe();
    await Promise.all(instances.map((instance) => instance.stop()));
    await exchange.close();
  }
});

/** The process that asks is killed: the prices go on within a minute. */
async function takeOver(
  db: Awaited<ReturnType<typeof testDatabase>>,
  instances: readonly { readonly pid: number }[],
): Promise<void> {
  const read = async () =>
    (await db.sql<{ owner: string; version: number }>(
      "select lease_owner as owner, version from live_feed",
    ))[0]!;
  const { owner, version } = await read();
  const pid = Number(owner.split(":")[1]);
  assertEquals(instances.some((instance) => instance.pid === pid), true);
  Deno.kill(pid, "SIGKILL");
  const killedAt = performance.now();
  await untilTrue(async () => (await read()).version > version + 1, TAKEN_OVER_WITHIN_MS);
  const seconds = ((performance.now() - killedAt) / 1_000).toFixed(1);
  console.log(`new prices ${seconds} s after the process that asked was killed`);
}

async function untilTrue(
  check: () => boolean | Promise<boolean>,
  patienceMs: number,
): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!await check()) {
    if (performance.now() > deadlineMs) throw new Error("waited in vain");
    await pause(50);
  }
}
