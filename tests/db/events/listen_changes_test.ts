import { assert, assertEquals } from "@std/assert";
import { type Database, listenChanges, notifyChange, type Topic } from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";

async function until(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + 10_000;
  while (!await look()) {
    if (performance.now() > deadlineMs) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** An ear that keeps what it heard, and can be deafened. */
function openEar(db: Database, heartbeatMs?: number) {
  const heard: (Topic | null)[] = [];
  const stopping = new AbortController();
  const ear = listenChanges(db, {
    onChange: (topic) => void heard.push(topic),
    signal: stopping.signal,
    ...(heartbeatMs && { heartbeatMs }),
  });
  return {
    heard,
    isConnected: () => ear.connected,
    cut: () =>
      db.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'crypto-ai-analysis live'`,
      ),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await ear.closed;
    },
  };
}

Deno.test("a change is told once, when its transaction commits, however often it touches the topic", async () => {
  await using db = await testDatabase();
  await using ear = openEar(db);
  await until("it listens", ear.isConnected);
  assertEquals(ear.heard, [null], "what was before is not known");
  await db.transaction(async (tx) => {
    for (let time = 0; time < 5; time++) await notifyChange(tx, "alerts");
    await notifyChange(tx, "prices");
    assertEquals(ear.heard.length, 1);
  });
  await until("both are told", () => ear.heard.length === 3);
  await db.transaction(async (tx) => {
    await notifyChange(tx, "market");
    throw new Error("rolled back");
  }).catch(() => {});
  await notifyChange(db, "models");
  await until("the next one is told", () => ear.heard.length === 4);
  assertEquals(ear.heard, [null, "alerts", "prices", "models"]);
});

Deno.test("what happened while the connection was lost is told after it, once each", async () => {
  await using db = await testDatabase();
  await using ear = openEar(db);
  await until("it listens", ear.isConnected);
  await notifyChange(db, "models");
  await until("it is told", () => ear.heard.length === 2);

  // Begun before the cut, committed in the middle of it: its event has a lower id than the next one.
  const begun = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const slow = db.transaction(async (tx) => {
    await notifyChange(tx, "alerts");
    begun.resolve();
    await commit.promise;
  });
  await begun.promise;
  await notifyChange(db, "jobs");
  await until("the quick one is told", () => ear.heard.at(-1) === "jobs");
  await ear.cut();
  await until("the cut is noticed", () => !ear.isConnected());
  commit.resolve();
  await slow;
  await notifyChange(db, "prices");
  await until("it listens again", ear.isConnected);
  assertEquals(ear.heard, [null, "models", "jobs", "alerts", "prices"]);
});

Deno.test("events are removed after a quarter of an hour", async () => {
  await using db = await testDatabase();
  await using ear = openEar(db, 50);
  await until("it listens", ear.isConnected);
  await notifyChange(db, "models");
  await until("it is told", () => ear.heard.length === 2);
  await db.sql("update live_events set at = at - interval '16 minutes'");
  const count = async () => (await db.sql("select from live_events")).length;
  await until("old events are removed", async () => await count() === 0);
  assert(ear.heard.length === 2, "a removed event is told to nobody again");
});

Deno.test("jobs, models and forecasts tell of themselves, a mere renewal of a lease does not", async () => {
  await using db = await testDatabase();
  const topics = async () =>
    (await db.sql<{ topic: string }>("select topic from live_events order by id")).map((row) =>
      row.topic
    );
  await db.sql(
    `insert into job_runs (job, slot, owner, lease_until, attempt, status, progress, started_at)
     values ('x', now(), 'me', now(), 1, 'running', '{}', now())`,
  );
  assertEquals(await topics(), ["jobs"]);
  await db.sql("update job_runs set lease_until = now() + interval '1 minute'");
  assertEquals(await topics(), ["jobs"]);
  await db.sql(`update job_runs set progress = '{"done": 1}'`);
  assertEquals(await topics(), ["jobs", "jobs"]);
});
