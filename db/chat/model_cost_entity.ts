import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";

const ModelCostSchema = defineEntity({
  name: "ModelCostEntity",
  tableName: "model_costs",
  properties: {
    id: p.bigint().primary(),
    owner: p.text(),
    tokensInput: p.integer(),
    tokensOutput: p.integer(),
    costUsd: p.type(ExactDecimal).columnType("numeric(18,10)"),
    createdAt: p.datetime().columnType("timestamptz"),
  },
  indexes: [{ name: "model_costs_created_index", properties: ["createdAt"] }],
});

/** What the language model took for something else than an answer to a question. */
export class ModelCostEntity extends ModelCostSchema.class {}
ModelCostSchema.setClass(ModelCostEntity);
