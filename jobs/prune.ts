import {
  type Database,
  latestJobRun,
  pruneChats,
  pruneLimits,
  pruneSessions,
  type Sql,
} from "../db/mod.ts";
import type { JobContext, JobsConfig } from "./context.ts";
import { latestSlot, type RetryPolicy, slotToClaim } from "./due.ts";
import { runClaimed } from "./run_claimed.ts";

const DAY_MS = 86_400_000;
const DAILY = "20 3 * * *";
const RETRY: RetryPolicy = { firstPauseMs: 600_000, longestPauseMs: 6 * 3_600_000 };
/** Runs of jobs are kept this long, and the newest of each job for good. */
const RUNS_DAYS = 90;

/** How much of each kind was removed; kinds of which there was nothing are left out. */
export type Pruned = Readonly<Record<string, number>>;

/** Prunes where the day's pruning is due. Resolves to true when one ran here. */
export async function runDuePrune(context: JobContext): Promise<boolean> {
  const last = await latestJobRun(context.db, "prune");
  const slotMs = slotToClaim(last, latestSlot(DAILY, context.now()), context.now(), RETRY);
  if (slotMs === null || context.signal.aborted) return false;
  const outcome = await runClaimed(context, { job: "prune", slotMs }, async () => {
    const pruned = await prune(context.db, context.config, { nowMs: context.now() });
    const { info, debug } = context.log;
    (Object.keys(pruned).length > 0 ? info : debug)(describePruned(pruned), { pruned });
    return pruned;
  });
  return outcome.status !== "taken";
}

/**
 * Removes what is older than its retention: the audit log, chats, ended sessions, counted calls, ended
 * keys, runs of jobs, log files. Never the ledger, the book of forecasts or candles.
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
  return {
    "entries of the audit log": await pruneAuditLog(tx, auditBeforeMs),
    "answers in chats": chats.exchanges,
    "chats": chats.sessions,
    "records of questions": chats.queries,
    "ended sessions": await pruneSessions(tx, nowMs),
    "ended keys": await pruneKeys(tx, auditBeforeMs),
    "counts of calls": await pruneLimits(tx),
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
    `delete from job_runs j where slot < to_timestamp($1::float8 / 1000) and status <> 'running'
       and exists (select from job_runs newer where newer.job = j.job and newer.slot > j.slot)
     returning id`,
    [beforeMs],
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
