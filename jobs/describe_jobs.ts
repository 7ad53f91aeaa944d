import type { JobContext, JobFacts } from "./context.ts";
import { latestSlot, nextSlot } from "./due.ts";
import { JOBS } from "./job_table.ts";

/** What the table says of every job, with its next slot. */
export function describeJobs({ config, now }: JobContext): JobFacts[] {
  return JOBS.map(({ name, title, says, lane, missed, retry, ...job }) => {
    const schedule = job.schedule(config);
    const dueMs = schedule === null ? null : latestSlot(schedule, now());
    const nextMs = schedule === null ? null : nextSlot(schedule, now());
    return { name, title, says, lane, schedule, missed, ...retry, dueMs, nextMs };
  });
}
