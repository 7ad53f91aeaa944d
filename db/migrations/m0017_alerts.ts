import { Migration } from "@mikro-orm/migrations";

const TABLES = [
  `create table "alert_rules" (
     "id" bigserial primary key,
     "user_id" text null,
     "kind" text not null,
     "threshold" double precision not null,
     "threshold_unit" text not null,
     "spans" int[] not null,
     "coins" text[] null,
     "quiet_from" text null,
     "quiet_to" text null,
     "quiet_time_zone" text null,
     "quiet_policy" text not null,
     "channel" text not null,
     "destination" text null,
     "enabled" boolean not null,
     "created_at" timestamptz not null,
     "updated_at" timestamptz not null
  )`,
  `create table "alerts" (
     "id" bigserial primary key,
     "rule_id" bigint null,
     "user_id" text null,
     "kind" text not null,
     "subject" text not null,
     "symbol" text null,
     "at" timestamptz not null,
     "price" double precision null,
     "from_price" double precision null,
     "change_percent" double precision null,
     "span_hours" int null,
     "value" double precision not null,
     "threshold" double precision not null,
     "threshold_unit" text not null,
     "text" text not null,
     "status" text not null,
     "status_at" timestamptz null,
     "created_at" timestamptz not null
  )`,
  `create table "alert_marks" (
     "recipient" text not null,
     "subject" text not null,
     "user_id" text null,
     "at" timestamptz null,
     "value" double precision null,
     "is_on" boolean not null,
     "muted_until" timestamptz null,
     primary key ("recipient", "subject")
  )`,
  `create table "alert_messages" (
     "id" bigserial primary key,
     "user_id" text null,
     "channel" text not null,
     "destination" text null,
     "group_key" text not null,
     "alert_ids" bigint[] not null,
     "body" text not null,
     "is_test" boolean not null,
     "status" text not null,
     "attempts" int not null,
     "lost_answers" int not null default 0,
     "next_attempt_at" timestamptz not null,
     "expires_at" timestamptz not null,
     "lease_owner" text null,
     "lease_until" timestamptz null,
     "provider_id" text null,
     "refusal" text null,
     "created_at" timestamptz not null,
     "settled_at" timestamptz null
  )`,
];

const PERSONAL = ["alert_rules", "alerts", "alert_marks", "alert_messages"];

const CONSTRAINTS = [
  ...PERSONAL.map((table) =>
    `alter table "${table}" add constraint "${table}_user_id_foreign" foreign key ("user_id")
       references "people" ("user_id") on update no action on delete cascade`
  ),
  `alter table "alerts" add constraint "alerts_rule_id_foreign" foreign key ("rule_id")
     references "alert_rules" ("id") on update no action on delete set null`,
  `alter table "alert_rules" add constraint "alert_rules_kind_check"
     check (kind in ('move', 'market', 'gap', 'stale', 'drift', 'budget', 'disk'))`,
  `alter table "alert_rules" add constraint "alert_rules_threshold_check"
     check (threshold > '0'::double precision and threshold < 'Infinity'::double precision)`,
  `alter table "alert_rules" add constraint "alert_rules_threshold_unit_check"
     check (threshold_unit in ('percent', 'sigmas', 'hours', 'usd', 'alerts'))`,
  `alter table "alert_rules" add constraint "alert_rules_quiet_check"
     check (num_nonnulls(quiet_from, quiet_to, quiet_time_zone) in (0, 3))`,
  `alter table "alert_rules" add constraint "alert_rules_quiet_policy_check"
     check (quiet_policy in ('delay', 'drop'))`,
  `alter table "alert_rules" add constraint "alert_rules_channel_check"
     check (channel in ('message', 'page'))`,
  `alter table "alerts" add constraint "alerts_status_check"
     check (status in ('open', 'acknowledged', 'muted'))`,
  `alter table "alert_messages" add constraint "alert_messages_status_check"
     check (status in ('pending', 'sending', 'sent', 'failed', 'expired'))`,
];

const INDEXES = [
  `create index "alert_rules_user_id_index" on "alert_rules" ("user_id")`,
  // The rules of the environment: one of each kind, whoever makes them first.
  `create unique index "alert_rules_one_default" on "alert_rules" ("kind") where user_id is null`,
  `create index "alerts_user_at_index" on "alerts" ("user_id", "at")`,
  `create index "alerts_rule_id_index" on "alerts" ("rule_id")`,
  `create index "alert_marks_user_id_index" on "alert_marks" ("user_id")`,
  `create index "alert_messages_user_id_index" on "alert_messages" ("user_id", "created_at")`,
  `create index "alert_messages_due_index" on "alert_messages" ("next_attempt_at")
     where status in ('pending', 'sending')`,
  // What was never tried may still take more alerts; once tried, its body stays as it is.
  `create unique index "alert_messages_open_group" on "alert_messages" ("group_key")
     where status = 'pending' and attempts = 0`,
];

/** Rules of alerts, the alerts they made, what was alerted last, and the messages to send. */
export class AlertsMigration extends Migration {
  override up(): void {
    for (const statement of [...TABLES, ...CONSTRAINTS, ...INDEXES]) this.addSql(statement);
  }
}
