import { Migration } from "@mikro-orm/migrations";

const TABLES = [
  `create table "job_runs" (
     "id" bigserial primary key,
     "job" text not null,
     "slot" timestamptz not null,
     "owner" text not null,
     "lease_until" timestamptz not null,
     "attempt" int not null,
     "status" text not null,
     "progress" jsonb not null,
     "result" jsonb null,
     "error" text null,
     "started_at" timestamptz not null,
     "finished_at" timestamptz null
  )`,
  `create table "exchange_blocks" (
     "host" text not null,
     "blocked_until" timestamptz not null,
     "reason" text not null,
     "updated_at" timestamptz not null,
     primary key ("host")
  )`,
  `create table "api_keys" (
     "id" serial primary key,
     "prefix" text not null,
     "secret_hash" text not null,
     "role" text not null,
     "name" text null,
     "created_at" timestamptz not null,
     "expires_at" timestamptz null,
     "revoked_at" timestamptz null,
     "last_used_at" timestamptz null
  )`,
];

const CONSTRAINTS = [
  `alter table "job_runs"
     add constraint "job_runs_job_slot_key" unique ("job", "slot")`,
  `alter table "job_runs"
     add constraint "job_runs_status_check"
     check (status in ('running', 'completed', 'failed'))`,
  `alter table "api_keys"
     add constraint "api_keys_prefix_key" unique ("prefix")`,
  `alter table "api_keys"
     add constraint "api_keys_role_check"
     check (role in ('user', 'admin'))`,
];

/** Job runs with their leases, exchange blocks and API keys. */
export class JobsAndKeysMigration extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...CONSTRAINTS]) this.addSql(statement);
  }
}
