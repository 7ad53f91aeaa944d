import { Migration } from "@mikro-orm/migrations";

const RUNS = [
  `alter table "job_runs" add column "asked" boolean not null default false`,
  `alter table "job_runs" add column "missed" int not null default 0`,
  `alter table "job_runs" drop constraint "job_runs_status_check"`,
  `alter table "job_runs" add constraint "job_runs_status_check"
     check (status in ('running', 'completed', 'failed', 'skipped'))`,
  // Runs of processes that died were left as they were until now.
  `update job_runs r set status = 'failed', error = 'Its process ended before it was done.',
     finished_at = lease_until
   where status = 'running' and exists (select from job_runs newer
     where newer.job = r.job and newer.status = 'running' and newer.id > r.id)`,
  // Two runs of one job at a time cannot be, whatever the code does.
  `create unique index "job_runs_one_running" on "job_runs" ("job") where status = 'running'`,
];

const LOG = [
  `create table "job_log_lines" (
     "id" bigserial primary key,
     "run_id" bigint not null,
     "attempt" int not null,
     "at" timestamptz not null,
     "level" text not null,
     "message" text not null
  )`,
  `alter table "job_log_lines" add constraint "job_log_lines_run_id_foreign"
     foreign key ("run_id") references "job_runs" ("id") on delete cascade`,
  `alter table "job_log_lines" add constraint "job_log_lines_level_check"
     check (level in ('debug', 'info', 'warn', 'error'))`,
  `create index "job_log_lines_run_id_index" on "job_log_lines" ("run_id", "id")`,
];

/** One run of a job at a time, slots that were missed, and what a run says while it works. */
export class JobsMigration extends Migration {
  override up(): void {
    for (const statement of [...RUNS, ...LOG]) this.addSql(statement);
  }
}
