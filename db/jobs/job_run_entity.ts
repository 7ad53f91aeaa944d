import { defineEntity, p } from "@mikro-orm/core";

const JobRunSchema = defineEntity({
  name: "JobRunEntity",
  tableName: "job_runs",
  properties: {
    id: p.bigint("number").primary().autoincrement(),
    job: p.text(),
    slot: p.datetime().columnType("timestamptz"),
    owner: p.text(),
    leaseUntil: p.datetime().columnType("timestamptz"),
    attempt: p.integer(),
    status: p.text(),
    progress: p.json(),
    result: p.json().nullable(),
    error: p.text().nullable(),
    startedAt: p.datetime().columnType("timestamptz"),
    finishedAt: p.datetime().columnType("timestamptz").nullable(),
  },
  uniques: [{ name: "job_runs_job_slot_key", properties: ["job", "slot"] }],
  checks: [
    {
      name: "job_runs_status_check",
      expression: "status in ('running', 'completed', 'failed')",
    },
  ],
});

/** One slot of work of one job; the unique pair lets one process do it. */
export class JobRunEntity extends JobRunSchema.class {}
JobRunSchema.setClass(JobRunEntity);
