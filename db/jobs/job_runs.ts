import type { Sql } from "../database.ts";

export type JobStatus = "running" | "completed" | "failed";

/** One slot of work of one job: at most one process holds it, and it is done once. */
export interface JobRun {
  readonly id: string;
  /** For instance `collect`, `train`, `publish`. */
  readonly job: string;
  /** The due time that this run answers, in milliseconds since the epoch. */
  readonly slotMs: number;
  readonly owner: string;
  readonly leaseUntilMs: number;
  /** 1 for the first, one more for each take-over or retry. */
  readonly attempt: number;
  readonly status: JobStatus;
  readonly progress: Record<string, unknown>;
  readonly result: Record<string, unknown> | null;
  readonly error: string | null;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | null;
}

// Leases are compared by the database's clock, the one that every process shares; tests pass their own.
const NOW = (parameter: string) => `coalesce(to_timestamp(${parameter}::float8 / 1000), now())`;

const COLUMNS =
  `id::text as id, job, slot as "slotMs", owner, lease_until as "leaseUntilMs", attempt, status,
  progress, result, error, started_at as "startedAtMs", finished_at as "finishedAtMs"`;

/**
 * Takes a slot: a new one, one whose lease ran out, or a failed one where `retryFailed` is set.
 * `null` when another owner holds it or it is done. Safe against any number of processes.
 */
export async function claimJob(
  db: Sql,
  input: {
    readonly job: string;
    readonly slotMs: number;
    readonly owner: string;
    readonly leaseMs: number;
    readonly nowMs?: number;
    readonly retryFailed?: boolean;
  },
): Promise<JobRun | null> {
  const rows = await db.sql<JobRun>(
    `insert into job_runs as j (job, slot, owner, lease_until, attempt, status, progress, started_at)
     values ($1, to_timestamp($2::float8 / 1000), $3,
       ${NOW("$5")} + $4 * interval '1 ms', 1, 'running', '{}',
       ${NOW("$5")})
     on conflict (job, slot) do update set owner = excluded.owner,
       lease_until = excluded.lease_until, attempt = j.attempt + 1, status = 'running',
       error = null, started_at = excluded.started_at, finished_at = null
     where (j.status = 'running' and j.lease_until < excluded.started_at)
       or (j.status = 'failed' and $6)
     returning ${COLUMNS}`,
    [
      input.job,
      input.slotMs,
      input.owner,
      input.leaseMs,
      input.nowMs ?? null,
      input.retryFailed ?? false,
    ],
  );
  return rows[0] ?? null;
}

/**
 * Extends the lease and stores the progress. `false` when the run is no longer this owner's: it was
 * taken over and must be given up.
 */
export async function renewLease(
  db: Sql,
  input: {
    readonly id: string;
    readonly owner: string;
    readonly leaseMs: number;
    readonly nowMs?: number;
    readonly progress?: object;
  },
): Promise<boolean> {
  const rows = await db.sql<{ id: number }>(
    `update job_runs set lease_until = ${NOW("$3")} + $4 * interval '1 ms',
       progress = coalesce($5::jsonb, progress)
     where id = $1 and owner = $2 and status = 'running' returning id`,
    [
      input.id,
      input.owner,
      input.nowMs ?? null,
      input.leaseMs,
      input.progress === undefined ? null : JSON.stringify(input.progress),
    ],
  );
  return rows.length === 1;
}

/** Closes a run as done; `false` when it is no longer this owner's. */
export async function finishJob(
  db: Sql,
  input: {
    readonly id: string;
    readonly owner: string;
    readonly nowMs?: number;
    readonly result?: object;
  },
): Promise<boolean> {
  const rows = await db.sql<{ id: number }>(
    `update job_runs set status = 'completed', result = $4::jsonb,
       finished_at = ${NOW("$3")}
     where id = $1 and owner = $2 and status = 'running' returning id`,
    [input.id, input.owner, input.nowMs ?? null, JSON.stringify(input.result ?? {})],
  );
  return rows.length === 1;
}

/** Closes a run as failed, with one plain sentence; `false` when it is no longer this owner's. */
export async function failJob(
  db: Sql,
  input: {
    readonly id: string;
    readonly owner: string;
    readonly nowMs?: number;
    readonly error: string;
  },
): Promise<boolean> {
  const rows = await db.sql<{ id: number }>(
    `update job_runs set status = 'failed', error = $4,
       finished_at = ${NOW("$3")}
     where id = $1 and owner = $2 and status = 'running' returning id`,
    [input.id, input.owner, input.nowMs ?? null, input.error],
  );
  return rows.length === 1;
}

/** Newest slots first. */
export async function listJobRuns(
  db: Sql,
  options: { readonly job?: string; readonly status?: JobStatus; readonly limit?: number } = {},
): Promise<JobRun[]> {
  return await db.sql<JobRun>(
    `select ${COLUMNS} from job_runs
     where ($1::text is null or job = $1) and ($2::text is null or status = $2)
     order by slot desc, id desc limit $3`,
    [options.job ?? null, options.status ?? null, options.limit ?? 100],
  );
}

/** The run of a job with the newest slot, or `null`. */
export async function latestJobRun(db: Sql, job: string): Promise<JobRun | null> {
  return (await listJobRuns(db, { job, limit: 1 }))[0] ?? null;
}
