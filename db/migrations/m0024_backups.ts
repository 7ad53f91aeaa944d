import { Migration } from "@mikro-orm/migrations";

// All that stays known of an erased person is this number. It is random, so it says nothing of them to
// who has no backup in which they still are; a hash of a name would, and would fit who takes it later.
const PEOPLE = [
  `alter table "people" add column "tombstone_id" uuid not null default gen_random_uuid()`,
  `alter table "people" add constraint "people_tombstone_id_key" unique ("tombstone_id")`,
];

const ERASURES = [
  `create table "erasures" (
     "tombstone_id" uuid not null,
     "erased_at" timestamptz not null,
     "kept_at" text null,
     primary key ("tombstone_id")
  )`,
];

const ALERTS = [
  `alter table "alert_rules" drop constraint "alert_rules_kind_check"`,
  `alter table "alert_rules" add constraint "alert_rules_kind_check"
     check (kind in ('move', 'market', 'gap', 'stale', 'drift', 'budget', 'disk', 'backup'))`,
  `alter table "alert_rules" drop constraint "alert_rules_threshold_unit_check"`,
  `alter table "alert_rules" add constraint "alert_rules_threshold_unit_check"
     check (threshold_unit in ('percent', 'sigmas', 'hours', 'usd', 'alerts', 'failures'))`,
];

/** Who was erased, so that a restored backup does not bring them back; alerts of failed backups. */
export class BackupsMigration extends Migration {
  override up(): void {
    for (const statement of [...PEOPLE, ...ERASURES, ...ALERTS]) this.addSql(statement);
  }
}
