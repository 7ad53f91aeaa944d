import { defineEntity, p } from "@mikro-orm/core";

const RiskModelSchema = defineEntity({
  name: "RiskModelEntity",
  tableName: "risk_models",
  properties: {
    id: p.bigint().primary(),
    /** JSON, kept as text: its hash is of these very bytes. */
    document: p.text(),
    sha256: p.text().fieldName("sha256"),
    featuresVersion: p.integer(),
    transfers: p.integer(),
    trainedAt: p.datetime().columnType("timestamptz"),
  },
  checks: [{ name: "risk_models_sha256_check", expression: "sha256 ~ '^[0-9a-f]{64}$'" }],
});

/** A model of usual transfers; the newest one is used. */
export class RiskModelEntity extends RiskModelSchema.class {}
RiskModelSchema.setClass(RiskModelEntity);
