import { defineEntity, p } from "@mikro-orm/core";
import { ModelEntity } from "./model_entity.ts";

const ModelDecisionSchema = defineEntity({
  name: "ModelDecisionEntity",
  tableName: "model_decisions",
  properties: {
    id: p.bigint().primary(),
    model: () => p.manyToOne(ModelEntity).deleteRule("cascade").updateRule("no action"),
    kind: p.text(),
    reason: p.text(),
    decidedAt: p.datetime().columnType("timestamptz"),
  },
  checks: [
    {
      name: "model_decisions_kind_check",
      expression: "kind in ('promoted', 'rejected', 'retired', 'rolled_back')",
    },
  ],
});

/** One decision on a model; never changed. */
export class ModelDecisionEntity extends ModelDecisionSchema.class {}
ModelDecisionSchema.setClass(ModelDecisionEntity);
