import { defineEntity, p } from "@mikro-orm/core";
import { JobRunEntity } from "./job_run_entity.ts";

const JobLogLineSchema = defineEntity({
  name: "JobLogLineEntity",
  tableName: "job_log_lines",
  properties: {
    id: p.bigint("number").primary().autoincrement(),
    run: () =>
      p.manyToOne(JobRunEntity).fieldName("run_id").index(false).deleteRule("cascade")
        .updateRule("no action"),
    attempt: p.integer(),
    at: p.datetime().columnType("timestamptz"),
    level: p.text(),
    message: p.text(),
  },
  indexes: [{ name: "job_log_lines_run_id_index", properties: ["run", "id"] }],
  checks: [
    {
      name: "job_log_lines_level_check",
      expression: "level in ('debug', 'info', 'warn', 'error')",
    },
  ],
});

/** One thing that a run of a job said while it worked. */
export class JobLogLineEntity extends JobLogLineSchema.class {}
JobLogLineSchema.setClass(JobLogLineEntity);
