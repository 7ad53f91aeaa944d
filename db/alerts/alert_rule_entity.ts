import { defineEntity, p } from "@mikro-orm/core";
import { PersonEntity } from "../users/person_entity.ts";

const AlertRuleSchema = defineEntity({
  name: "AlertRuleEntity",
  tableName: "alert_rules",
  properties: {
    id: p.bigint().primary(),
    user: () =>
      p.manyToOne(PersonEntity).fieldName("user_id").nullable().index("alert_rules_user_id_index")
        .deleteRule("cascade").updateRule("no action"),
    kind: p.text(),
    threshold: p.double(),
    thresholdUnit: p.text(),
    spans: p.array<number>().columnType("int[]"),
    coins: p.array().columnType("text[]").nullable(),
    quietFrom: p.text().nullable(),
    quietTo: p.text().nullable(),
    quietTimeZone: p.text().nullable(),
    quietPolicy: p.text(),
    channel: p.text(),
    destination: p.text().nullable(),
    enabled: p.boolean(),
    createdAt: p.datetime().columnType("timestamptz"),
    updatedAt: p.datetime().columnType("timestamptz"),
  },
  indexes: [{
    name: "alert_rules_one_default",
    expression:
      `create unique index "alert_rules_one_default" on "alert_rules" ("kind") where user_id is null`,
  }],
  checks: [
    {
      name: "alert_rules_kind_check",
      expression: "kind in ('move', 'market', 'gap', 'stale', 'drift', 'budget', 'disk', 'backup')",
    },
    {
      name: "alert_rules_threshold_check",
      expression: "threshold > '0'::double precision and threshold < 'Infinity'::double precision",
    },
    {
      name: "alert_rules_threshold_unit_check",
      expression: "threshold_unit in ('percent', 'sigmas', 'hours', 'usd', 'alerts', 'failures')",
    },
    {
      name: "alert_rules_quiet_check",
      expression: "num_nonnulls(quiet_from, quiet_to, quiet_time_zone) in (0, 3)",
    },
    { name: "alert_rules_quiet_policy_check", expression: "quiet_policy in ('delay', 'drop')" },
    { name: "alert_rules_channel_check", expression: "channel in ('message', 'page')" },
  ],
});

/** What someone wants to be told of; without a person it is the administrator's default. */
export class AlertRuleEntity extends AlertRuleSchema.class {}
AlertRuleSchema.setClass(AlertRuleEntity);
