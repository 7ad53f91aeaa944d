import { defineEntity, p } from "@mikro-orm/core";
import { PersonEntity } from "../users/person_entity.ts";

const AlertMessageSchema = defineEntity({
  name: "AlertMessageEntity",
  tableName: "alert_messages",
  properties: {
    id: p.bigint().primary(),
    user: () =>
      p.manyToOne(PersonEntity).fieldName("user_id").nullable().index(false).deleteRule("cascade")
        .updateRule("no action"),
    channel: p.text(),
    destination: p.text().nullable(),
    groupKey: p.text(),
    alertIds: p.array<number>().columnType("bigint[]"),
    body: p.text(),
    isTest: p.boolean(),
    status: p.text(),
    attempts: p.integer(),
    lostAnswers: p.integer().default(0),
    nextAttemptAt: p.datetime().columnType("timestamptz"),
    expiresAt: p.datetime().columnType("timestamptz"),
    leaseOwner: p.text().nullable(),
    leaseUntil: p.datetime().columnType("timestamptz").nullable(),
    providerId: p.text().nullable(),
    refusal: p.text().nullable(),
    createdAt: p.datetime().columnType("timestamptz"),
    settledAt: p.datetime().columnType("timestamptz").nullable(),
  },
  indexes: [
    { name: "alert_messages_user_id_index", properties: ["user", "createdAt"] },
    {
      name: "alert_messages_due_index",
      expression:
        `create index "alert_messages_due_index" on "alert_messages" ("next_attempt_at") where status in ('pending', 'sending')`,
    },
    {
      name: "alert_messages_settled_index",
      expression:
        `create index "alert_messages_settled_index" on "alert_messages" ("settled_at") where settled_at is not null`,
    },
    {
      name: "alert_messages_open_group",
      expression:
        `create unique index "alert_messages_open_group" on "alert_messages" ("group_key") where status = 'pending' and attempts = 0`,
    },
  ],
  checks: [{
    name: "alert_messages_status_check",
    expression: "status in ('pending', 'sending', 'sent', 'failed', 'expired')",
  }],
});

/** The outbox: a message is written with the alerts it tells of, and sent from here. */
export class AlertMessageEntity extends AlertMessageSchema.class {}
AlertMessageSchema.setClass(AlertMessageEntity);
