import { defineEntity, p } from "@mikro-orm/core";
import { PersonEntity } from "../users/person_entity.ts";
import { AlertRuleEntity } from "./alert_rule_entity.ts";

const AlertSchema = defineEntity({
  name: "AlertEntity",
  tableName: "alerts",
  properties: {
    id: p.bigint().primary(),
    rule: () =>
      p.manyToOne(AlertRuleEntity).fieldName("rule_id").nullable().index("alerts_rule_id_index")
        .deleteRule("set null").updateRule("no action"),
    user: () =>
      p.manyToOne(PersonEntity).fieldName("user_id").nullable().index(false).deleteRule("cascade")
        .updateRule("no action"),
    kind: p.text(),
    subject: p.text(),
    symbol: p.text().nullable(),
    at: p.datetime().columnType("timestamptz"),
    price: p.double().nullable(),
    fromPrice: p.double().nullable(),
    changePercent: p.double().nullable(),
    spanHours: p.integer().nullable(),
    value: p.double(),
    threshold: p.double(),
    thresholdUnit: p.text(),
    text: p.text(),
    status: p.text(),
    statusAt: p.datetime().columnType("timestamptz").nullable(),
    createdAt: p.datetime().columnType("timestamptz"),
  },
  indexes: [
    { name: "alerts_user_at_index", properties: ["user", "at"] },
    { name: "alerts_created_index", properties: ["createdAt"] },
  ],
  checks: [
    { name: "alerts_status_check", expression: "status in ('open', 'acknowledged', 'muted')" },
  ],
});

/** Something that a rule found worth telling. */
export class AlertEntity extends AlertSchema.class {}
AlertSchema.setClass(AlertEntity);
