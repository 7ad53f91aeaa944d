import { Migration } from "@mikro-orm/migrations";
import { ERASE_FROM_LEDGER } from "./m0015_erase_from_ledger.ts";

const CONSENTS = [
  `create table "consents" (
     "id" bigserial primary key,
     "user_id" text not null,
     "purpose" text not null,
     "granted" boolean not null,
     "at" timestamptz not null
  )`,
  `alter table "consents"
     add constraint "consents_user_id_foreign"
     foreign key ("user_id") references "people" ("user_id") on update no action on delete cascade`,
  `create index "consents_user_id_index" on "consents" ("user_id")`,
];

// Rows that nothing changes name people. The one change they allow is that a name gives way to a
// pseudonym, while "erasure.under_way" is set: each function below sets it for as long as it runs.
const RENAMED_ONLY = `create function "renamed_only"(p_old jsonb, p_new jsonb, p_names text[])
  returns boolean language sql stable as $$
    select current_setting('erasure.under_way', true) = 'yes' and p_old - p_names = p_new - p_names
  $$`;

const CONTESTS = [
  `create or replace function "refuse_contest_change"() returns trigger language plpgsql as $$
   begin
     if tg_op = 'UPDATE' and tg_table_name = 'contest_stakes'
       and renamed_only(to_jsonb(old), to_jsonb(new), array['user_id']) then
       return new;
     end if;
     raise exception 'Staked forecasts are sealed: % of % is refused.', tg_op, tg_table_name;
   end $$`,
  `create function "erase_from_contests"(p_user_id text, p_pseudonym text) returns bigint
   language plpgsql as $$
   declare v_count bigint;
   begin
     perform set_config('erasure.under_way', 'yes', true);
     update contest_stakes set user_id = p_pseudonym where user_id = p_user_id;
     get diagnostics v_count = row_count;
     perform set_config('erasure.under_way', 'no', true);
     return v_count;
   end $$`,
];

/** Consents of people, and the ways in which an erased person's name leaves rows that stay. */
export class PrivacyMigration extends Migration {
  override up(): void {
    const statements = [...CONSENTS, RENAMED_ONLY, ...CONTESTS, ...ERASE_FROM_LEDGER];
    for (const statement of statements) this.addSql(statement);
  }
}
