import { Migration } from "@mikro-orm/migrations";

const TABLE = [
  `create table "audit_log" (
     "id" bigserial primary key,
     "kind" text not null,
     "act" text not null,
     "actor_kind" text not null,
     "actor" text not null,
     "actor_user_id" text null,
     "target" text null,
     "details" jsonb not null,
     "request_id" text null,
     "at" timestamptz not null
  )`,
  `alter table "audit_log"
     add constraint "audit_log_kind_check" check (kind in ('act', 'chat'))`,
  `alter table "audit_log"
     add constraint "audit_log_actor_kind_check"
     check (actor_kind in ('anonymous', 'person', 'key', 'job', 'task'))`,
  `create index "audit_log_at_index" on "audit_log" ("at")`,
];

// The two ways a row may change are the functions below: each sets "audit.purpose" for as long as it
// runs. A statement by hand is refused. Whoever owns the database can still take the trigger off: this
// guards against mistakes and against our own code, not against the owner.
const GUARD = [
  `create function "keep_audit_log"() returns trigger language plpgsql as $$
   begin
     if tg_op = 'DELETE' and current_setting('audit.purpose', true) = 'retention' then
       return old;
     end if;
     if tg_op = 'UPDATE' and current_setting('audit.purpose', true) = 'erasure'
       and (new.id, new.kind, new.act, new.actor_kind, new.details, new.request_id, new.at)
         is not distinct from
         (old.id, old.kind, old.act, old.actor_kind, old.details, old.request_id, old.at) then
       return new;
     end if;
     raise exception 'The audit log is only added to: % is refused.', tg_op;
   end $$`,
  `create trigger "audit_log_kept" before update or delete on "audit_log"
     for each row execute function "keep_audit_log"()`,
  `create trigger "audit_log_not_emptied" before truncate on "audit_log"
     for each statement execute function "keep_audit_log"()`,
];

const FUNCTIONS = [
  `create function "prune_audit_log"(p_before timestamptz) returns bigint language plpgsql
   as $$
   declare v_count bigint;
   begin
     perform set_config('audit.purpose', 'retention', true);
     delete from audit_log where at < p_before;
     get diagnostics v_count = row_count;
     perform set_config('audit.purpose', '', true);
     return v_count;
   end $$`,
  `create function "erase_from_audit_log"(p_user_id text, p_pseudonym text) returns bigint
   language plpgsql as $$
   declare v_count bigint;
   begin
     perform set_config('audit.purpose', 'erasure', true);
     update audit_log set
       actor = case when actor_user_id = p_user_id then p_pseudonym else actor end,
       actor_user_id = case when actor_user_id = p_user_id then p_pseudonym else actor_user_id end,
       target = case when target = 'person:' || p_user_id then 'person:' || p_pseudonym
         else target end
     where actor_user_id = p_user_id or target = 'person:' || p_user_id;
     get diagnostics v_count = row_count;
     perform set_config('audit.purpose', '', true);
     return v_count;
   end $$`,
];

/** What administrators did, in a log that is only added to. */
export class AuditMigration extends Migration {
  override up(): void {
    for (const statement of [...TABLE, ...GUARD, ...FUNCTIONS]) this.addSql(statement);
  }
}
