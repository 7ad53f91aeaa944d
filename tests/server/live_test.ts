import { assert, assertEquals } from "@std/assert";
import { claimJob, type Database, finishJob, renewLease, revokeApiKey } from "../../db/mod.ts";
import { storeNewKey } from "../../server/auth/create_key.ts";
import { createClient } from "../../server/client.ts";
import type { SetupProgress } from "../../server/collection/schema.ts";
import { testDatabase } from "../helpers/database.ts";
import { get, startTestApp, type TestApp } from "./app_for_tests.ts";
import { storeForecasts, storeMarket } from "./market_for_tests.ts";

const OWNER = "test:1";

async function startJob(db: Database, job: string): Promise<string> {
  const run = await claimJob(db, { job, slotMs: 0, owner: OWNER, leaseMs: 600_000 });
  return run!.id;
}

async function untilTrue(check: () => boolean | Promise<boolean>, patienceMs = 8_000) {
  const deadlineMs = performance.now() + patienceMs;
  while (!await check()) {
    if (performance.now() > deadlineMs) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Deno.test("the set-up is shown step by step, from the rows that any process writes", async () => {
  await using db = await testDatabase();
  // Each look at the clock is later than any cache lasts.
  let nowMs = Date.now();
  await using server = await startTestApp(db, { now: () => nowMs += 300 });
  const client = createClient({ url: server.url });
  const states = async () => {
    const { steps, complete } = await client.collection.setup.query();
    return [...steps.map((step) => step.state), complete];
  };
  assertEquals(await states(), ["waiting", "waiting", "waiting", false]);

  const collect = await startJob(db, "collect");
  const progress = {
    done: 50,
    total: 200,
    unit: "candles",
    ratePerSecond: 10,
    secondsLeft: 15,
    message: "Collecting BTC",
  };
  await renewLease(db, { id: collect, owner: OWNER, leaseMs: 600_000, progress });
  const [step] = (await client.collection.setup.query()).steps;
  assertEquals([step!.state, step!.done, step!.total], ["running", 50, 200]);
  assertEquals([step!.rate_per_second, step!.seconds_left, step!.message], [
    10,
    15,
    "Collecting BTC",
  ]);

  await finishJob(db, { id: collect, owner: OWNER });
  const train = await startJob(db, "train");
  assertEquals(await states(), ["done", "running", "waiting", false]);
  await finishJob(db, { id: train, owner: OWNER, result: { decision: "Not better." } });
  assertEquals((await client.collection.setup.query()).steps[1]!.message, "Not better.");
});

Deno.test("a subscription sends each change once, and ends when the client leaves", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const client = createClient({ url: server.url });
  const seen: SetupProgress[] = [];
  const subscription = client.collection.setupLive.subscribe(undefined, {
    onData: (event) => seen.push(event.data),
  });
  await untilTrue(() => seen.length === 1);
  await storeMarket(db, 10);
  await untilTrue(() => seen.length === 2);
  assertEquals(seen[1]!.coins_with_candles, 3);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  assertEquals(seen.length, 2, "nothing changed, nothing is sent");
  subscription.unsubscribe();
});

Deno.test("a subscription sends the key in a header and is refused without it", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: { API_KEY_REQUIRED: "true" } });
  // tRPC reports errors of a subscription inside the stream.
  const refused = await get(`${server.url}/trpc/collection.setupLive`);
  assert(refused.text.includes('"UNAUTHORIZED"') && !refused.text.includes("steps"), refused.text);
  const client = createClient({ url: server.url, apiKey: "an-admin-key-only-for-this-test" });
  let events = 0;
  const subscription = client.collection.setupLive.subscribe(undefined, {
    onData: () => events++,
  });
  await untilTrue(() => events === 1);
  subscription.unsubscribe();
});

Deno.test("a stream ends when its key is revoked, and another's goes on", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db, { env: { API_KEY_REQUIRED: "true" } });
  Object.assign(server.app.streams, { checkMs: 50 });
  const { hashKey: secret } = server.app.secrets;
  const open = async () => {
    const wanted = { name: "test", role: "user", expiresAtMs: null, userId: null } as const;
    const made = await storeNewKey(db, secret, { ...wanted, createdAtMs: Date.now() });
    const headers = { "x-api-key": made.text };
    const response = await fetch(`${server.url}/trpc/collection.setupLive`, { headers });
    return { id: made.stored.id, response };
  };
  const [ended, kept] = [await open(), await open()];
  await revokeApiKey(db, { id: ended.id, nowMs: Date.now() });
  server.app.authenticate.forget();
  const text = await ended.response.text();
  assert(text.includes("event: serialized-error") && text.includes("UNAUTHORIZED"), text);
  const reader = kept.response.body!.getReader();
  await reader.read();
  const late = new Promise((resolve) => setTimeout(() => resolve("open"), 300));
  const over = (async () => {
    while (!(await reader.read()).done);
    return "over";
  })();
  assertEquals(await Promise.race([late, over]), "open");
  await reader.cancel();
});

Deno.test("three hundred clients that leave at once do no harm", async () => {
  await using db = await testDatabase();
  await storeMarket(db, 10);
  await storeForecasts(db);
  await using server = await startTestApp(db);
  const connections = await Promise.all(Array.from({ length: 300 }, () => openStream(server)));
  assert(connections.every(({ text }) => text.startsWith("HTTP/1.1 200")), "all are streaming");
  for (const { connection } of connections) connection.close();
  for (let time = 0; time < 10; time++) {
    assertEquals((await get(`${server.url}/api/v1/health/ready`)).status, 200);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const faults = server.lines.filter((line) => line.fields.stack !== undefined);
  assertEquals(faults, []);
});

/** A stream over a bare socket, which can be dropped without a goodbye. */
async function openStream(server: TestApp): Promise<{ connection: Deno.Conn; text: string }> {
  const { hostname, port } = new URL(server.url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  const request = "GET /trpc/collection.setupLive HTTP/1.1\r\nhost: test\r\n\r\n";
  await connection.write(new TextEncoder().encode(request));
  const buffer = new Uint8Array(4096);
  const length = await connection.read(buffer);
  return { connection, text: new TextDecoder().decode(buffer.subarray(0, length ?? 0)) };
}

Deno.test("when the server stops, streams end with an error after which clients come back", async () => {
  await using db = await testDatabase();
  await using server = await startTestApp(db);
  const response = await fetch(`${server.url}/trpc/collection.setupLive`);
  setTimeout(() => server.stop(), 300);
  const text = await response.text();
  assert(text.includes("event: serialized-error") && text.includes("UNAVAILABLE"), text);
  const ready = await get(`${server.url}/api/v1/health/ready`);
  assertEquals(ready.status, 503);
  assert(ready.text.includes("shutting down"), ready.text);
});
