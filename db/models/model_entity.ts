import { defineEntity, p } from "@mikro-orm/core";

const ModelSchema = defineEntity({
  name: "ModelEntity",
  tableName: "models",
  properties: {
    id: p.text().primary(),
    type: p.text(),
    engine: p.text(),
    status: p.text(),
    manifest: p.json(),
    filePath: p.text(),
    sha256: p.text().fieldName("sha256"),
    metrics: p.json(),
    decision: p.text().nullable(),
    decidedAt: p.datetime().columnType("timestamptz").nullable(),
    trainedAt: p.datetime().columnType("timestamptz"),
    createdAt: p.datetime().columnType("timestamptz"),
    rolledBackAt: p.datetime().columnType("timestamptz").nullable(),
    /** When its files were removed to make room. */
    prunedAt: p.datetime().columnType("timestamptz").nullable(),
  },
  indexes: [{
    name: "models_one_champion",
    expression:
      `create unique index "models_one_champion" on "models" ("status") where status = 'champion'`,
  }],
  triggers: [{
    name: "models_change",
    timing: "after",
    events: ["insert", "update"],
    expression:
      `create trigger "models_change" after insert or update on "models" for each statement execute function "note_change"('models')`,
  }],
  checks: [
    { name: "models_type_check", expression: "type in ('LSTM', 'GRU')" },
    {
      name: "models_status_check",
      expression: "status in ('candidate', 'champion', 'retired', 'rejected')",
    },
    { name: "models_sha256_check", expression: "sha256 ~ '^[0-9a-f]{64}$'" },
  ],
});

/** A trained model; the champion is the one that is served. */
export class ModelEntity extends ModelSchema.class {}
ModelSchema.setClass(ModelEntity);
