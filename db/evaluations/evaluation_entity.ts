import { defineEntity, p } from "@mikro-orm/core";

const EvaluationSchema = defineEntity({
  name: "EvaluationEntity",
  tableName: "evaluations",
  properties: {
    id: p.bigint().primary(),
    modelType: p.text(),
    isQuick: p.boolean(),
    seconds: p.double(),
    report: p.json(),
    madeAt: p.datetime().columnType("timestamptz"),
  },
  checks: [
    { name: "evaluations_model_type_check", expression: "model_type in ('LSTM', 'GRU')" },
  ],
});

/** One walk-forward evaluation; the newest one is shown. */
export class EvaluationEntity extends EvaluationSchema.class {}
EvaluationSchema.setClass(EvaluationEntity);
