import { defineEntity, p } from "@mikro-orm/core";
import { ModelEntity } from "./model_entity.ts";

const ModelAlertSchema = defineEntity({
  name: "ModelAlertEntity",
  tableName: "model_alerts",
  properties: {
    id: p.bigint().primary(),
    model: () =>
      p.manyToOne(ModelEntity).index(false).deleteRule("cascade").updateRule("no action"),
    kind: p.text(),
    message: p.text(),
    details: p.json(),
    raisedAt: p.datetime().columnType("timestamptz"),
    endedAt: p.datetime().columnType("timestamptz").nullable(),
    retrainAt: p.datetime().columnType("timestamptz").nullable(),
  },
  indexes: [{
    name: "model_alerts_one_open",
    expression:
      `create unique index "model_alerts_one_open" on "model_alerts" ("model_id", "kind") where ended_at is null`,
  }],
  checks: [
    { name: "model_alerts_kind_check", expression: "kind in ('inputs', 'coverage', 'pinball')" },
  ],
});

/** An episode in which a model's inputs or outcomes are not what it was trained for. */
export class ModelAlertEntity extends ModelAlertSchema.class {}
ModelAlertSchema.setClass(ModelAlertEntity);
