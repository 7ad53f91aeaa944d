import { assertEquals } from "@std/assert";
import { addTestMessage, type Database, readAuditLog, recordAct } from "../../db/mod.ts";
import type { Retention } from "../../jobs/context.ts";
import { describePruned, prune } from "../../jobs/prune.ts";
import { removeOldLogs } from "../../server/log_file.ts";
import { testDatabase } from "../helpers/database.ts";

const NOW_MS = Date.UTC(2026, 10, 21, 3, 20);
const DAY_MS = 86_400_000;

async function withLogs(work: (retention: Retention, names: () => string[]) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "prune test " });
  const file = `${folder}/app.log`;
  for (
    const name of ["app.log", "app.2026-11-01.log", "app.2026-11-20.log", "other.2020-01-01.log"]
  ) {
    await Deno.writeTextFile(`${folder}/${name}`, "line\n");
  }
  const retention = {
    auditDays: 365,
    chatDays: 90,
    removeOldLogs: (options: { nowMs: number; dryRun: boolean }) =>
      removeOldLogs({ ...options, file, retentionDays: 10 }),
  };
  await work(retention, () => [...Deno.readDirSync(folder)].map((one) => one.name).sort());
  await Deno.remove(folder, { recursive: true });
}

async function storeOldAndNew(db: Database): Promise<void> {
  for (const days of [400, 366, 1]) {
    await recordAct(db, {
      actor: { kind: "task", name: "test", userId: null },
      act: "test",
      target: null,
      details: { days },
      requestId: null,
      atMs: NOW_MS - days * DAY_MS,
    });
    await db.sql(
      `insert into job_runs (job, slot, owner, lease_until, attempt, status, progress, started_at)
       values ('collect', to_timestamp($1::float8 / 1000), 'x', now(), 1, 'completed', '{}', now())`,
      [NOW_MS - days * DAY_MS],
    );
    await db.sql(
      `insert into api_keys (prefix, secret_hash, role, created_at, revoked_at)
       values ($2, 'x', 'user', now(), to_timestamp($1::float8 / 1000))`,
      [NOW_MS - days * DAY_MS, `pck_${days}`],
    );
    await storeAlert(db, NOW_MS - days * DAY_MS);
  }
  await db.sql(
    `insert into job_runs (job, slot, owner, lease_until, attempt, status, progress, started_at)
     values ('train', to_timestamp($1::float8 / 1000), 'x', now(), 1, 'completed', '{}', now())`,
    [NOW_MS - 200 * DAY_MS],
  );
}

async function storeAlert(db: Database, nowMs: number): Promise<void> {
  await db.sql(
    `insert into alerts (kind, subject, at, value, threshold, threshold_unit, text, status, created_at)
     values ('market', 'market', now(), 1, 1, 'percent', '', 'open', to_timestamp($1::float8 / 1000))`,
    [nowMs],
  );
  await addTestMessage(db, { userId: null, destination: null, nowMs });
  await db.sql("update alert_messages set status = 'sent'");
}

const EXPECTED = {
  "alerts": 2,
  "messages of alerts": 2,
  "entries of the audit log": 2,
  "ended keys": 2,
  "runs of jobs": 2,
  "log files": 1,
};

Deno.test("pruning removes what is older than its retention, and says what", async () => {
  await using db = await testDatabase();
  await withLogs(async (retention, names) => {
    await storeOldAndNew(db);
    const pruned = await prune(db, { retention }, { nowMs: NOW_MS });
    assertEquals(pruned, EXPECTED);
    assertEquals(
      describePruned(pruned),
      "Removed 2 alerts, 2 messages of alerts, 2 entries of the audit log, 2 ended keys, 2 runs of jobs, 1 log files.",
    );
    assertEquals((await readAuditLog(db, { limit: 9 })).map((one) => one.details), [{ days: 1 }]);
    assertEquals(names(), ["app.2026-11-20.log", "app.log", "other.2020-01-01.log"]);
    assertEquals(await prune(db, { retention }, { nowMs: NOW_MS }), {});
    // The newest run of a job tells when it is due again.
    assertEquals((await db.sql("select job from job_runs order by job")).length, 2);
  });
});

Deno.test("a dry run counts the same and removes nothing", async () => {
  await using db = await testDatabase();
  await withLogs(async (retention, names) => {
    await storeOldAndNew(db);
    const options = { nowMs: NOW_MS, dryRun: true };
    assertEquals(await prune(db, { retention }, options), EXPECTED);
    assertEquals(await prune(db, { retention }, options), EXPECTED);
    assertEquals(names().length, 4);
    assertEquals((await readAuditLog(db, { limit: 9 })).length, 3);
  });
});

Deno.test("an erased person's account with an open stake is closed once that is settled", async () => {
  await using db = await testDatabase();
  await withLogs(async (retention) => {
    await db.transaction(async (tx) => {
      await tx.sql("select set_config('ledger.writer', 'on', true)");
      await tx.sql(
        `insert into ledger_accounts (owner, kind, shard, opening_balance, balance, opened_at,
           updated_at)
         select owner, kind, 0, 0, balance, now(), now() from (values
           ('erased_a', 'available', 0), ('erased_a', 'forecast_stake', 5),
           ('erased_b', 'available', 5), ('alice', 'available', 5)
         ) as t(owner, kind, balance)`,
      );
    });
    await prune(db, { retention }, { nowMs: NOW_MS });
    const closed = await db.sql("select owner from ledger_accounts where closed_at is not null");
    assertEquals(closed, [{ owner: "erased_b" }]);
  });
});
