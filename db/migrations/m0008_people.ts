import { Migration } from "@mikro-orm/migrations";

const TABLES = [
  `create table "people" (
     "user_id" text not null,
     "email" text not null,
     "password_hash" text not null,
     "role" text not null,
     "created_at" timestamptz not null,
     "password_changed_at" timestamptz not null,
     "disabled_at" timestamptz null,
     primary key ("user_id")
  )`,
  `create table "sessions" (
     "id" uuid not null,
     "user_id" text null,
     "key_id" int null,
     "environment_key_hash" text null,
     "secret_hash" text not null,
     "user_agent" text not null,
     "created_at" timestamptz not null,
     "last_seen_at" timestamptz not null,
     "expires_at" timestamptz not null,
     primary key ("id")
  )`,
  `create table "settings" (
     "name" text not null,
     "value" jsonb not null,
     "updated_at" timestamptz not null,
     primary key ("name")
  )`,
  `create table "server_secrets" (
     "name" text not null,
     "value" text not null,
     "created_at" timestamptz not null,
     primary key ("name")
  )`,
  `alter table "api_keys" add column "user_id" text null, add column "replaced_by" int null`,
];

const CONSTRAINTS = [
  `alter table "people" add constraint "people_role_check" check (role in ('user', 'admin'))`,
  `alter table "people"
     add constraint "people_user_id_check" check (user_id ~ '^[A-Za-z0-9_-]{1,100}$')`,
  `alter table "people" add constraint "people_email_check" check (email = lower(email))`,
  `alter table "people" add constraint "people_email_key" unique ("email")`,
  `create unique index "people_user_id_any_case" on "people" (lower(user_id))`,
  `alter table "sessions" add constraint "sessions_secret_hash_key" unique ("secret_hash")`,
  `alter table "sessions" add constraint "sessions_owner_check"
     check (num_nonnulls(user_id, key_id, environment_key_hash) = 1)`,
  `alter table "sessions" add constraint "sessions_user_id_foreign"
     foreign key ("user_id") references "people" ("user_id") on delete cascade`,
  `alter table "sessions" add constraint "sessions_key_id_foreign"
     foreign key ("key_id") references "api_keys" ("id") on delete cascade`,
  `create index "sessions_user_id_index" on "sessions" ("user_id")`,
  `alter table "api_keys" add constraint "api_keys_user_id_foreign"
     foreign key ("user_id") references "people" ("user_id") on delete cascade`,
  `create index "api_keys_user_id_index" on "api_keys" ("user_id")`,
];

/** People, their sessions and keys, settings that are changed while the server runs. */
export class PeopleMigration extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...CONSTRAINTS]) this.addSql(statement);
  }
}
