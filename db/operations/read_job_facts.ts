import type { Sql } from "../database.ts";

/** How the runs of one job went. Times in epoch ms; `null` where there was none. */
export interface JobHealth {
  readonly job: string;
  /** The newest run that was completed. */
  readonly doneSlotMs: number | null;
  readonly doneAtMs: number | null;
  readonly doneSeconds: number | null;
  /** The newest run, whatever became of it. */
  readonly lastStatus: string | null;
  readonly lastAttempt: number | null;
  readonly isRunning: boolean;
  /** Slots of the last 24 hours whose run failed, or that nobody ran. */
  readonly failedDay: number;
  readonly missedDay: number;
}

// Each part is a look into the index of (job, slot) but for the day, of which jobs of each minute have
// 1,440 rows.
const JOB_HEALTH = `
  select w.job, done.slot as "doneSlotMs", done.finished_at as "doneAtMs",
    extract(epoch from done.finished_at - done.started_at)::float8 as "doneSeconds",
    newest.status as "lastStatus", newest.attempt as "lastAttempt",
    exists (select from job_runs r where r.job = w.job and r.status = 'running') as "isRunning",
    day.failed as "failedDay", day.missed as "missedDay"
  from unnest($1::text[]) as w(job)
  left join lateral (
    select slot, started_at, finished_at from job_runs r
    where r.job = w.job and r.status = 'completed' order by slot desc limit 1
  ) done on true
  left join lateral (
    select status, attempt from job_runs r where r.job = w.job order by slot desc limit 1
  ) newest on true
  cross join lateral (
    select count(*) filter (where status = 'failed') as failed, coalesce(sum(missed), 0) as missed
    from job_runs r where r.job = w.job and r.slot > now() - interval '24 hours'
  ) day`;

/** How each of the named jobs is, by what all processes wrote down. */
export async function readJobHealth(db: Sql, jobs: readonly string[]): Promise<JobHealth[]> {
  return await db.sql<JobHealth>(JOB_HEALTH, [jobs]);
}
