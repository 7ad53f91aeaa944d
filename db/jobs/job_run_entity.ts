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
    /** By a person, not by the schedule. */
    asked: p.boolean().default(false),
    /** Slots before this one that nobody ran. */
    missed: p.integer().default(0),
  },
  indexes: [{
    name: "job_runs_one_running",
    expression:
      `create unique index "job_runs_one_running" on "job_runs" ("job") where status = 'running'`,
  }],
  triggers: [
    {
      name: "job_runs_begin",
      timing: "after",
      events: ["insert"],
      expression:
        `create trigger "job_runs_begin" after insert on "job_runs" for each statement execute function "note_change"('jobs')`,
    },
    {
      name: "job_runs_change",
      timing: "after",
      events: ["update"],
      expression:
        `create trigger "job_runs_change" after update on "job_runs" for each row when (row(old.status, old.progress, old.owner, old.attempt) is distinct from row(new.status, new.progress, new.owner, new.attempt)) execute function "note_change"('jobs')`,
    },
  ],
  uniques: [{ name: "job_runs_job_slot_key", properties: ["job", "slot"] }],
  checks: [
    {
      name: "job_runs_status_check",
      expression: "status in ('running', 'completed', 'failed', 'skipped')",
    },
  ],
});

/** One slot of work of one job; the unique pair lets one process do it. */
export class JobRunEntity extends JobRunSchema.class {}
JobRunSchema.setClass(JobRunEntity);
