import { assert, assertEquals } from "@std/assert";
import { claimJob, type Database, renewLease } from "../../../db/mod.ts";
import { createClient } from "../../../server/client.ts";
import type { SetupProgress } from "../../../server/collection/schema.ts";
import { testDatabase } from "../../helpers/database.ts";
import { startTestApp } from "../app_for_tests.ts";

const STREAMS = 50;
const LOOK_MS = 4_000;

async function untilTrue(check: () => boolean): Promise<number> {
  const startedAt = performance.now();
  while (!check()) {
    if (performance.now() - startedAt > 8_000) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - startedAt;
}

/** Streams of a server and what came over each. */
function openStreams(url: string, count: number) {
  const client = createClient({ url });
  const seen: SetupProgress[][] = Array.from({ length: count }, () => []);
  const open = seen.map((events) =>
    client.collection.setupLive.subscribe(undefined, { onData: ({ data }) => events.push(data) })
  );
  return {
    seen,
    [Symbol.dispose]: () => open.forEach((stream) => stream.unsubscribe()),
  };
}

/** Counts the statements that a server sends. */
function counting(db: Database): { readonly db: Database; sent(): number } {
  let sent = 0;
  const sql: Database["sql"] = (text, params) => {
    sent++;
    return db.sql(text, params);
  };
  return { db: { ...db, sql }, sent: () => sent };
}

Deno.test("what one process stores is shown by another in a moment", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  using streams = openStreams(server.url, 1);
  const [events] = streams.seen;
  await untilTrue(() => events!.length > 0 && server.app.changes.connected);
  const run = await claimJob(db, { job: "collect", slotMs: 0, owner: "else", leaseMs: 600_000 });
  await untilTrue(() => events!.at(-1)?.steps[0]?.state === "running");
  const latencies: number[] = [];
  for (let done = 1; done <= 5; done++) {
    const progress = { done, total: 10, unit: "candles", message: "At it" };
    await renewLease(db, { id: run!.id, owner: "else", leaseMs: 600_000, progress });
    latencies.push(await untilTrue(() => events!.at(-1)?.steps[0]?.done === done));
  }
  console.log(`shown after ${latencies.map(Math.round).join(", ")} ms`);
  assert(Math.max(...latencies) < 900, `shown after ${latencies.map(Math.round)} ms`);
});

Deno.test("a lost ear is made up for: changes are looked for, and the next one is heard again", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  using streams = openStreams(server.url, 1);
  const [events] = streams.seen;
  await untilTrue(() => events!.length > 0 && server.app.changes.connected);
  await db.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'crypto-ai-analysis live'`,
  );
  await claimJob(db, { job: "train", slotMs: 0, owner: "else", leaseMs: 600_000 });
  await untilTrue(() => events!.at(-1)?.steps[1]?.state === "running");
  await untilTrue(() => server.app.changes.connected);
});

Deno.test("fifty open streams cost the database next to nothing", async () => {
  await using own = await testDatabase();
  const { db, sent } = counting(own);
  await using server = await startTestApp(db);
  using streams = openStreams(server.url, STREAMS);
  await untilTrue(() =>
    streams.seen.every((events) => events.length > 0) && server.app.changes.connected
  );
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const before = sent();
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const aMinute = (sent() - before) * 60_000 / LOOK_MS;
  console.log(`${aMinute} statements a minute for ${STREAMS} streams`);
  assertEquals(streams.seen.map((events) => events.length), Array(STREAMS).fill(1));
  assert(aMinute <= 100, `${aMinute} statements a minute`);
});
