import { Migration } from "@mikro-orm/migrations";

const INDEXES = [
  // What was made and sent of late is counted every few seconds, however much is kept.
  `create index "alerts_created_index" on "alerts" ("created_at")`,
  `create index "alert_messages_settled_index" on "alert_messages" ("settled_at")
     where settled_at is not null`,
];

/** What the figures of the running service are read by. */
export class OperationsMigration extends Migration {
  override up(): void {
    for (const statement of INDEXES) this.addSql(statement);
  }
}
