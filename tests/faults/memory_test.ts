// Runs beside few others: nothing in it is timed closely.
import { assert } from "@std/assert";
import { migrate, openDatabase } from "../../db/mod.ts";
import { pause, residentMegabytes, SOAK } from "./instances.ts";
import { startFleet } from "./instances/balancer.ts";
import { startGateway, writeMessages } from "./instances/gateway.ts";
import { LIMIT, mintForAll, startClients } from "./instances/load.ts";
import { startShakenServer } from "./ledger/shaken_server.ts";

/** `deno task soak memory 60` says how long. */
const MINUTES = SOAK ? Number(Deno.env.get("SOAK_MINUTES") ?? 60) : 0.1;
const SAMPLES = SOAK ? 240 : 20;
/** Caches fill and code is compiled in the first third, which says nothing. */
const WARM_UP = 1 / 3;
/** The collector is in no hurry, so memory is a saw: its lowest point may rise by so much. */
const MOST_GROWTH_MB = 60;
const STREAMS = 20;

/** Megabytes per hour of the line that fits best. */
function slope(samples: readonly { readonly hours: number; readonly megabytes: number }[]): number {
  const mean = (pick: (one: typeof samples[number]) => number) =>
    samples.reduce((sum, one) => sum + pick(one), 0) / samples.length;
  const hours = mean((one) => one.hours);
  const megabytes = mean((one) => one.megabytes);
  const along = mean((one) => (one.hours - hours) * (one.megabytes - megabytes));
  return along / mean((one) => (one.hours - hours) ** 2);
}

/** Dashboards that are opened and closed all the time. */
async function openAndClose(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const leaving = new AbortController();
    const opened = Array.from({ length: STREAMS }, async () => {
      const path = "/trpc/collection.setupLive";
      const response = await fetch(url + path, { signal: leaving.signal });
      await response.text();
    });
    await pause(2_000);
    leaving.abort();
    await Promise.allSettled(opened);
  }
}

Deno.test("memory stays flat under load", async () => {
  await using server = await startShakenServer();
  const db = await openDatabase({ dataDir: "", databaseUrl: server.url, poolSize: 3 });
  await using _closing = { [Symbol.asyncDispose]: () => db.close() };
  await migrate(db);
  await db.sql(`create table proof_slots (
    id bigserial primary key, job text, slot bigint, owner text, phase text, at timestamptz)`);
  await using gateway = startGateway();
  await using fleet = await startFleet(server.url, 1, {
    RATE_LIMIT_PER_MINUTE: String(LIMIT),
    TRUSTED_PROXIES: "127.0.0.0/8",
    gatewayUrl: gateway.url,
  });
  const { pid, url } = fleet.processes[0]!;
  await mintForAll(fleet);
  const stopping = new AbortController();
  const { met, ended } = startClients(fleet, stopping.signal);
  const busy = [ended, writeMessages(db, stopping.signal), openAndClose(url, stopping.signal)];
  const samples: { hours: number; megabytes: number }[] = [];
  for (let sample = 0; sample < SAMPLES; sample++) {
    await pause(MINUTES * 60_000 / SAMPLES);
    const hours = performance.now() / 3_600_000;
    samples.push({ hours, megabytes: await residentMegabytes(pid) });
  }
  stopping.abort();
  await Promise.all(busy);

  const late = samples.slice(Math.floor(SAMPLES * WARM_UP));
  const perHour = slope(late);
  const half = Math.floor(late.length / 2);
  const floor = (some: typeof late) => Math.min(...some.map((one) => one.megabytes));
  const growth = floor(late.slice(half)) - floor(late.slice(0, half));
  console.log(
    `${MINUTES} minutes, ${met.requests} requests, ${met.acknowledged.size} transfers: ` +
      `${samples[0]!.megabytes.toFixed(0)} MB at first, ${
        late[0]!.megabytes.toFixed(0)
      } MB warm, ` +
      `${late.at(-1)!.megabytes.toFixed(0)} MB at last; slope ${perHour.toFixed(1)} MB an hour, ` +
      `lowest point ${growth.toFixed(1)} MB higher`,
  );
  assert(growth < MOST_GROWTH_MB, `memory grew by ${growth.toFixed(1)} MB`);
});
