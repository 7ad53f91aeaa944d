import type { Sql } from "../database.ts";

/** What became of the slots of one job in one hour; runs by hand are not counted. */
export interface JobHour {
  readonly job: string;
  /** Its beginning, epoch ms. */
  readonly hourMs: number;
  /** Done within half an hour of the slot, and done later. */
  readonly done: number;
  readonly late: number;
  readonly failed: number;
  /** Left out, or still under way. */
  readonly other: number;
}

const JOB_HOURS = `
  select job, (floor(extract(epoch from slot) / 3600) * 3600000)::float8 as "hourMs",
    count(*) filter (where status = 'completed' and finished_at - slot <= interval '30 minutes')
      as done,
    count(*) filter (where status = 'completed' and finished_at - slot > interval '30 minutes')
      as late,
    count(*) filter (where status = 'failed') as failed,
    count(*) filter (where status in ('skipped', 'running')) as other
  from job_runs
  where job = any($1) and slot >= to_timestamp($2::float8 / 1000) and not asked
  group by 1, 2 order by 1, 2`;

/** The hours of the named jobs from a moment on that have a slot; the oldest first. */
export async function readJobHours(
  db: Sql,
  input: { readonly jobs: readonly string[]; readonly fromMs: number },
): Promise<JobHour[]> {
  return await db.sql<JobHour>(JOB_HOURS, [input.jobs, input.fromMs]);
}

/** The first slot that is known of each of the named jobs; what was before it is not known. */
export async function readFirstSlots(
  db: Sql,
  jobs: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const rows = await db.sql<{ job: string; firstMs: number }>(
    `select w.job, first.slot as "firstMs" from unnest($1::text[]) as w(job)
     cross join lateral (
       select slot from job_runs r where r.job = w.job order by slot limit 1
     ) first`,
    [jobs],
  );
  return Object.fromEntries(rows.map(({ job, firstMs }) => [job, firstMs]));
}
