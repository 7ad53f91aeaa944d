import { assert, assertEquals } from "@std/assert";
import { type Database, migrate, openDatabase, verifyLedger } from "../../../db/mod.ts";
import { pause, SOAK } from "../instances.ts";
import { startShakenServer } from "../ledger/shaken_server.ts";
import { type Fleet, startFleet } from "./balancer.ts";
import { startGateway, writeMessages } from "./gateway.ts";
import { LIMIT, type Met, mintForAll, mostInAMinute, startClients } from "./load.ts";

const INSTANCES = 3;
const KILLS = SOAK ? 15 : 2;
const KILL_EVERY_MS = SOAK ? 20_000 : 3_000;
/** What a killed one was at is taken over after this at the latest. */
const SETTLE_MS = SOAK ? 70_000 : 2_000;
/** In the short form a single broken connection is a large part of few requests. */
const MOST_ERRORS = SOAK ? 0.005 : 0.06;

/** Kills one at random, again and again; resolves to the owners that were killed. */
async function killAtRandom(fleet: Fleet): Promise<Set<string>> {
  const killed = new Set<string>();
  for (let kill = 0; kill < KILLS; kill++) {
    await pause(KILL_EVERY_MS);
    const at = Math.floor(Math.random() * INSTANCES);
    killed.add(`pid:${(await fleet.replace(at)).killed}`);
  }
  await pause(KILL_EVERY_MS);
  return killed;
}

async function checkTransfers(db: Database, { acknowledged }: Met): Promise<void> {
  const stored = await db.sql<{ id: string; status: string }>(
    "select id::text as id, status from ledger_transactions where lower(transaction_type) = 'send'",
  );
  const completed = new Set(
    stored.filter((row) => row.status === "completed").map((row) => row.id),
  );
  const lost = [...acknowledged.values()].filter((id) => !completed.has(id));
  assertEquals(lost, [], "every transfer that was acknowledged is there");
  assertEquals(stored.length, acknowledged.size, "and none was made twice");
  assertEquals(new Set(acknowledged.values()).size, acknowledged.size);
  const verified = await verifyLedger(db);
  assert(verified.ok, JSON.stringify(verified));
}

/** Only a process that was killed leaves a slot to another. */
async function checkSlots(db: Database, killed: ReadonlySet<string>): Promise<number> {
  const notes = await db.sql<{ slot: string; owner: string; phase: string }>(
    `select job || ' ' || slot as slot, owner, phase from proof_slots order by id`,
  );
  const begun = Map.groupBy(notes.filter((one) => one.phase === "begin"), (one) => one.slot);
  const twice = [...begun].filter(([, runs]) =>
    runs.slice(0, -1).some((run) => !killed.has(run.owner))
  );
  assertEquals(twice, [], "no slot is run again that was not cut off");
  const [open] = await db.sql<{ count: number }>(
    `select count(*) as count from job_runs r where r.status = 'completed' and 1 <> (
       select count(distinct owner) from proof_slots s where s.phase = 'end' and s.job = r.job
         and s.slot = extract(epoch from r.slot) * 1000 and s.owner = r.owner)`,
  );
  assertEquals(open?.count, 0, "what is done was done by who is said to have done it");
  return begun.size;
}

async function checkMessages(
  db: Database,
  given: ReadonlyMap<string, number>,
  written: number,
): Promise<void> {
  const doubled = [...given].filter(([, times]) => times > 1);
  assertEquals(doubled, [], "no message is handed over twice");
  const [left] = await db.sql<{ sent: number; waiting: number }>(
    `select count(*) filter (where status = 'sent') as sent,
       count(*) filter (where status <> 'sent') as waiting from alert_messages`,
  );
  // In the short form what a killed one was at is still under its lease.
  const waiting = SOAK ? 0 : KILLS * 4;
  assert(left!.waiting <= waiting, `${left!.waiting} of ${written} messages still wait`);
  assertEquals(left!.sent + left!.waiting, written);
}

Deno.test("instances killed at random lose nothing, do nothing twice and are hardly noticed", async () => {
  await using server = await startShakenServer();
  const db = await openDatabase({ dataDir: "", databaseUrl: server.url, poolSize: 5 });
  await using _closing = { [Symbol.asyncDispose]: () => db.close() };
  await migrate(db);
  await db.sql(`create table proof_slots (
    id bigserial primary key, job text, slot bigint, owner text, phase text, at timestamptz)`);
  await using gateway = startGateway();
  await using fleet = await startFleet(server.url, INSTANCES, {
    RATE_LIMIT_PER_MINUTE: String(LIMIT),
    TRUSTED_PROXIES: "127.0.0.0/8",
    gatewayUrl: gateway.url,
  });
  await mintForAll(fleet);
  const stopping = new AbortController();
  const messages = writeMessages(db, stopping.signal);
  const { met, ended } = startClients(fleet, stopping.signal);
  const killing = killAtRandom(fleet).finally(() => stopping.abort());
  const [killed, written] = await Promise.allSettled([killing, messages, ended])
    .then(() => Promise.all([killing, messages]));
  await pause(SETTLE_MS);

  const slots = await checkSlots(db, killed);
  const most = mostInAMinute(met);
  const rate = met.errors.length / met.requests;
  console.log(
    `${killed.size} kills: ${met.requests} requests, ${met.errors.length} errors ` +
      `(${(100 * rate).toFixed(2)} %), ${met.acknowledged.size} transfers, ${slots} slots, ` +
      `${written} messages, at most ${most} of ${LIMIT} calls in a minute, ${met.refused} refused`,
  );
  await checkTransfers(db, met);
  await checkMessages(db, gateway.given, written);
  assert(rate < MOST_ERRORS, `${met.errors.length} errors:\n${met.errors.slice(0, 20).join("\n")}`);
  assert(most <= LIMIT, `${most} calls were granted in a minute`);
  if (SOAK) assert(met.refused > 0 && most >= LIMIT * 0.95, "the limit was reached");
});
