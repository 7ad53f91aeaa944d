import { Migration } from "@mikro-orm/migrations";

const TABLES = [
  `create table "chat_sessions" (
     "session_id" text not null,
     "owner" text not null,
     "title" text not null,
     "created_at" timestamptz not null,
     "updated_at" timestamptz not null,
     primary key ("session_id")
  )`,
  `create table "chat_history" (
     "id" bigserial primary key,
     "session_id" text not null,
     "owner" text not null,
     "question" text not null,
     "question_hash" text not null,
     "answer" text not null,
     "status" text not null,
     "topic_valid" boolean not null,
     "pii_detected" boolean not null,
     "context_used" jsonb not null,
     "follow_ups" jsonb not null,
     "answered_by" text not null,
     "tokens_input" int not null,
     "tokens_output" int not null,
     "cost_usd" numeric not null,
     "first_token_ms" int null,
     "response_time_ms" int not null,
     "created_at" timestamptz not null
  )`,
  `create table "query_audit_log" (
     "id" bigserial primary key,
     "session_id" text not null,
     "owner" text not null,
     "chat_history_id" bigint null,
     "question_sanitized" text null,
     "question_hash" text not null,
     "pii_patterns_detected" text[] not null,
     "topic_validation_result" text not null,
     "rejected" boolean not null,
     "rejection_reason" text null,
     "steps" jsonb not null,
     "cost_usd" numeric not null,
     "ip_address" text null,
     "user_agent" text null,
     "request_id" text not null,
     "created_at" timestamptz not null
  )`,
];

const CONSTRAINTS = [
  `alter table "chat_history" add constraint "chat_history_status_check"
     check (status in ('completed', 'stopped', 'failed'))`,
  `alter table "query_audit_log" add constraint "query_audit_log_rejection_reason_check"
     check (rejection_reason in ('pii_detected', 'invalid_topic'))`,
  `alter table "chat_history" add constraint "chat_history_session_id_foreign"
     foreign key ("session_id") references "chat_sessions" ("session_id") on delete cascade`,
  `alter table "query_audit_log" add constraint "query_audit_log_chat_history_id_foreign"
     foreign key ("chat_history_id") references "chat_history" ("id") on delete set null`,
  `create index "chat_sessions_owner_index" on "chat_sessions" ("owner", "updated_at")`,
  `create index "chat_history_session_index" on "chat_history" ("session_id", "id")`,
  `create index "chat_history_created_index" on "chat_history" ("created_at")`,
  `create index "query_audit_log_created_index" on "query_audit_log" ("created_at")`,
  `create index "query_audit_log_chat_history_index" on "query_audit_log" ("chat_history_id")`,
];

/** Conversations, and what was asked for the record. */
export class ChatMigration extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...CONSTRAINTS]) this.addSql(statement);
  }
}
