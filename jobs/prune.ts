import {
  type Database,
  pruneAlerts,
  pruneChats,
  pruneEvents,
  pruneLimits,
  pruneSessions,
  type Sql,
} from "../db/mod.ts";
import type { JobContext, JobsConfig } from "./context.ts";

const DAY_MS = 86_400_000;
/** Runs of jobs are kept this long, and the newest of each job for good. */
const RUNS_DAYS = 90;
/** Alerts and messages that are sent, failed or expired. */
const ALERTS_DAYS = 90;
/** Of a job that runs each minute, two days of them. */
const MOST_RUNS = 3_000;

/** How much of each kind was removed; kinds of which there was nothing are left out. */
export type Pruned = Readonly<Record<string, number>>;

/** Prunes by the retention of the settings, and says what came of it. */
export async function pruneByRetention({ db, config, log, now }: JobContext): Promise<Pruned> {
  const pruned = await prune(db, config, { nowMs: now() });
  (Object.keys(pruned).length > 0 ? log.info : log.debug)(describePruned(pruned), { pruned });
  return pruned;
}

/**
 * Removes what is older than its retention: the audit log, chats, ended sessions, counted calls, notes
 * of changes, ended keys, runs of jobs, log files. Never the ledger, the book of forecasts or candles.
 *
 * @param options `dryRun` says what would be removed and removes nothing
 */
export async function prune(
  db: Database,
  { retention }: Pick<JobsConfig, "retention">,
  options: { readonly nowMs: number; readonly dryRun?: boolean },
): Promise<Pruned> {
  const { nowMs, dryRun = false } = options;
  if (retention === undefined) return {};
  const { chatDays, auditDays } = retention;
  const counts = await inTransaction(db, dryRun, (tx) => pruneRows(tx, nowMs, chatDays, auditDays));
  const logFiles = await retention.removeOldLogs({ nowMs, dryRun });
  return Object.fromEntries(
    Object.entries({ ...counts, "log files": logFiles }).filter(([, count]) => count > 0),
  );
}

/** "Removed 12 sessions, 3 log files." */
export function describePruned(pruned: Pruned, dryRun = false): string {
  const parts = Object.entries(pruned).map(([kind, count]) => `${count} ${kind}`);
  if (parts.length === 0) return "Nothing is older than its retention.";
  return `${dryRun ? "Would remove" : "Removed"} ${parts.join(", ")}.`;
}

async function pruneRows(tx: Sql, nowMs: number, chatDays: number, auditDays: number) {
  const auditBeforeMs = nowMs - auditDays * DAY_MS;
  await closeErasedAccounts(tx, nowMs);
  const chats = await pruneChats(tx, { chatsBeforeMs: nowMs - chatDays * DAY_MS, auditBeforeMs });
  const alerts = await pruneAlerts(tx, nowMs - ALERTS_DAYS * DAY_MS);
  return {
    "alerts": alerts.alerts,
    "messages of alerts": alerts.messages,
    "entries of the audit log": await pruneAuditLog(tx, auditBeforeMs),
    "answers in chats": chats.exchanges,
    "chats": chats.sessions,
    "records of questions": chats.queries,
    "ended sessions": await pruneSessions(tx, nowMs),
    "ended keys": await pruneKeys(tx, auditBeforeMs),
    "counts of calls": await pruneLimits(tx),
    "notes of changes": await pruneEvents(tx),
    "runs of jobs": await pruneRuns(tx, nowMs - RUNS_DAYS * DAY_MS),
  };
}

async function pruneAuditLog(tx: Sql, beforeMs: number): Promise<number> {
  const [row] = await tx.sql<{ count: number }>(
    "select prune_audit_log(to_timestamp($1::float8 / 1000)) as count",
    [beforeMs],
  );
  return row?.count ?? 0;
}

/** Keys that ended so long ago that no entry of the audit log can be about them. */
async function pruneKeys(tx: Sql, beforeMs: number): Promise<number> {
  const rows = await tx.sql(
    `delete from api_keys where least(revoked_at, expires_at) < to_timestamp($1::float8 / 1000)
     returning id`,
    [beforeMs],
  );
  return rows.length;
}

async function pruneRuns(tx: Sql, beforeMs: number): Promise<number> {
  const rows = await tx.sql(
    `with placed as (
       select id, slot, row_number() over (partition by job order by slot desc) as place
       from job_runs
     )
     delete from job_runs j using placed where placed.id = j.id and status <> 'running'
       and place > 1 and (place > $2 or j.slot < to_timestamp($1::float8 / 1000))
     returning j.id`,
    [beforeMs, MOST_RUNS],
  );
  return rows.length;
}

/** An account with a stake on a forecast stays open until that is settled, also when its owner goes. */
async function closeErasedAccounts(tx: Sql, nowMs: number): Promise<void> {
  const rows = await tx.sql<{ owner: string }>(
    `select distinct owner from ledger_accounts a where owner like 'erased\\_%' and closed_at is null
       and not exists (select from ledger_accounts s where s.owner = a.owner
         and s.kind = 'forecast_stake' and s.balance > 0)`,
  );
  for (const { owner } of rows) {
    await tx.sql("select ledger_close($1, to_timestamp($2::float8 / 1000))", [owner, nowMs]);
  }
}

/** The counts of work that is not to stay come from doing it and taking it back. */
async function inTransaction<T>(
  db: Database,
  dryRun: boolean,
  work: (tx: Sql) => Promise<T>,
): Promise<T> {
  if (!dryRun) return await db.transaction(work);
  let result: { readonly value: T } | undefined;
  await db.transaction(async (tx) => {
    result = { value: await work(tx) };
    throw new DryRun();
  }).catch((error) => {
    if (!(error instanceof DryRun)) throw error;
  });
  return result!.value;
}

class DryRun extends Error {}
