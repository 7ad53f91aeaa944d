import type { Sql } from "../database.ts";

/** `skipped`: the slot was missed and, as its job states, left out. */
export type JobStatus = "running" | "completed" | "failed" | "skipped";

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
  /** By a person, not by the schedule. */
  readonly asked: boolean;
  /** Slots before this one that nobody ran; of a skipped run, itself included. */
  readonly missed: number;
}

// Leases are compared by the database's clock, the one that every process shares; tests pass their own.
export const NOW = (parameter: string) =>
  `coalesce(to_timestamp(${parameter}::float8 / 1000), now())`;

export const COLUMNS =
  `id::text as id, job, slot as "slotMs", owner, lease_until as "leaseUntilMs", attempt, status,
  progress, result, error, started_at as "startedAtMs", finished_at as "finishedAtMs", asked,
  missed`;

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
  options: {
    readonly job?: string;
    readonly status?: JobStatus;
    readonly limit?: number;
    /** Slots up to this time, it included. */
    readonly notAfterMs?: number;
    /** Slots before this time. */
    readonly beforeMs?: number;
  } = {},
): Promise<JobRun[]> {
  return await db.sql<JobRun>(
    `select ${COLUMNS} from job_runs
     where ($1::text is null or job = $1) and ($2::text is null or status = $2)
       and ($4::float8 is null or slot <= to_timestamp($4 / 1000))
       and ($5::float8 is null or slot < to_timestamp($5 / 1000))
     order by slot desc, id desc limit $3`,
    [
      options.job ?? null,
      options.status ?? null,
      options.limit ?? 100,
      options.notAfterMs ?? null,
      options.beforeMs ?? null,
    ],
  );
}

/** The run of a job with the newest slot, or with the newest up to `notAfterMs`, or `null`. */
export async function latestJobRun(
  db: Sql,
  job: string,
  options: { readonly notAfterMs?: number } = {},
): Promise<JobRun | null> {
  return (await listJobRuns(db, { job, limit: 1, ...options }))[0] ?? null;
}

/** The run that a process is working on, or was when it died, or `null`: there is one at a time. */
export async function runningJob(db: Sql, job: string): Promise<JobRun | null> {
  return (await listJobRuns(db, { job, status: "running", limit: 1 }))[0] ?? null;
}

/**
 * True where a lease has run out that its process should have renewed. After ten minutes nobody wants
 * the run, for instance because its job was switched off.
 */
export async function hasDeadRun(
  db: Sql,
  options: { readonly nowMs?: number } = {},
): Promise<boolean> {
  const [row] = await db.sql<{ found: boolean }>(
    `select exists (select from job_runs where status = 'running'
       and lease_until < ${NOW("$1")}
       and greatest(lease_until, started_at) > ${NOW("$1")} - interval '10 minutes') as found`,
    [options.nowMs ?? null],
  );
  return row!.found;
}

/** One run, or `null`. */
export async function findJobRun(db: Sql, id: string): Promise<JobRun | null> {
  const rows = await db.sql<JobRun>(`select ${COLUMNS} from job_runs where id = $1`, [id]);
  return rows[0] ?? null;
}

/** The newest runs of each job, newest first. */
export async function recentJobRuns(
  db: Sql,
  options: { readonly jobs: readonly string[]; readonly each: number },
): Promise<JobRun[]> {
  return await db.sql<JobRun>(
    `select r.* from unnest($1::text[]) as wanted(job) cross join lateral (
       select ${COLUMNS} from job_runs j where j.job = wanted.job order by slot desc limit $2
     ) r order by r."slotMs" desc`,
    [options.jobs, options.each],
  );
}

/** The database's clock, which all processes share. */
export async function databaseNow(db: Sql): Promise<number> {
  const [row] = await db.sql<{ nowMs: number }>(
    `select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs"`,
  );
  return row!.nowMs;
}
