import type { Database, Sql } from "../database.ts";
import { COLUMNS, type JobRun, NOW } from "./job_runs.ts";

/** The first half of the lock on a job's name; claims of one job wait for each other. */
const CLAIM_LOCK = 740_216_822;
const DIED = "Its process ended before it was done.";

export interface JobClaim {
  readonly job: string;
  readonly slotMs: number;
  readonly owner: string;
  readonly leaseMs: number;
  /** Unset: by the database's clock, the one that every process shares. */
  readonly nowMs?: number;
  readonly retryFailed?: boolean;
  /** True where a person asked for it. */
  readonly asked?: boolean;
  /** Slots before this one that nobody ran. */
  readonly missed?: number;
  /**
   * The end of the lease of a run that was watched and seen not to be renewed: its process is dead,
   * whatever a clock says. Unset: a run is dead when its lease has run out by the clock.
   */
  readonly deadLeaseMs?: number;
}

/**
 * Takes a slot: a new one, one whose process died, or a failed one where `retryFailed` is set. `null`
 * when the slot is done or the job is running, in this slot or in another: a job never runs twice at
 * a time. Safe against any number of processes.
 */
export async function claimJob(db: Database, claim: JobClaim): Promise<JobRun | null> {
  return await db.transaction(async (tx) => {
    await tx.sql("select pg_advisory_xact_lock($1, hashtext($2))", [CLAIM_LOCK, claim.job]);
    const running = await readRunning(tx, claim);
    if (running !== null && !isDead(running, claim)) return null;
    if (running !== null && running.slotMs !== claim.slotMs) await closeDead(tx, running.id, claim);
    return await takeSlot(tx, claim);
  });
}

/** Ends a lease, so that any process may take the run up at once; `false` when it is not the owner's. */
export async function releaseJob(
  db: Sql,
  { id, owner }: { readonly id: string; readonly owner: string },
): Promise<boolean> {
  const rows = await db.sql(
    `update job_runs set lease_until = to_timestamp(0)
     where id = $1 and owner = $2 and status = 'running' returning id`,
    [id, owner],
  );
  return rows.length === 1;
}

/** Notes that a slot was missed and is left out, once over all processes. */
export async function skipSlot(
  db: Sql,
  skipped: {
    readonly job: string;
    readonly slotMs: number;
    readonly owner: string;
    /** Slots that were left out, this one included. */
    readonly missed: number;
    /** One plain sentence. */
    readonly reason: string;
    readonly nowMs?: number;
  },
): Promise<boolean> {
  const rows = await db.sql(
    `insert into job_runs (job, slot, owner, lease_until, attempt, status, progress, error,
       started_at, finished_at, missed)
     values ($1, to_timestamp($2::float8 / 1000), $3, to_timestamp(0), 0, 'skipped', '{}', $4,
       ${NOW("$5")}, ${NOW("$5")}, $6)
     on conflict do nothing returning id`,
    [
      skipped.job,
      skipped.slotMs,
      skipped.owner,
      skipped.reason,
      skipped.nowMs ?? null,
      skipped.missed,
    ],
  );
  return rows.length === 1;
}

interface Running {
  readonly id: string;
  readonly slotMs: number;
  readonly leaseUntilMs: number;
  readonly lapsed: boolean;
}

async function readRunning(tx: Sql, { job, nowMs }: JobClaim): Promise<Running | null> {
  const [running] = await tx.sql<Running>(
    `select id::text as id, slot as "slotMs", lease_until as "leaseUntilMs",
       lease_until < ${NOW("$2")} as lapsed
     from job_runs where job = $1 and status = 'running' for update`,
    [job, nowMs ?? null],
  );
  return running ?? null;
}

function isDead({ leaseUntilMs, lapsed }: Running, { deadLeaseMs }: JobClaim): boolean {
  if (leaseUntilMs === 0) return true;
  return deadLeaseMs === undefined ? lapsed : leaseUntilMs === deadLeaseMs;
}

async function closeDead(tx: Sql, id: string, { nowMs }: JobClaim): Promise<void> {
  await tx.sql(
    `update job_runs set status = 'failed', error = $2, finished_at = ${NOW("$3")} where id = $1`,
    [id, DIED, nowMs ?? null],
  );
}

async function takeSlot(tx: Sql, claim: JobClaim): Promise<JobRun | null> {
  const rows = await tx.sql<JobRun>(
    `insert into job_runs as j (job, slot, owner, lease_until, attempt, status, progress,
       started_at, asked, missed)
     values ($1, to_timestamp($2::float8 / 1000), $3, ${NOW("$5")} + $4 * interval '1 ms', 1,
       'running', '{}', ${NOW("$5")}, $7, $8)
     on conflict (job, slot) do update set owner = excluded.owner,
       lease_until = excluded.lease_until, attempt = j.attempt + 1, status = 'running',
       error = null, started_at = excluded.started_at, finished_at = null
     where j.status = 'running' or (j.status = 'failed' and $6)
     returning ${COLUMNS}`,
    [
      claim.job,
      claim.slotMs,
      claim.owner,
      claim.leaseMs,
      claim.nowMs ?? null,
      claim.retryFailed ?? false,
      claim.asked ?? false,
      claim.missed ?? 0,
    ],
  );
  return rows[0] ?? null;
}
