import { defineEntity, p } from "@mikro-orm/core";
import { CryptocurrencyEntity } from "./cryptocurrency_entity.ts";

const GapSchema = defineEntity({
  name: "GapEntity",
  tableName: "gaps",
  properties: {
    id: p.integer().primary().autoincrement(),
    crypto: () => p.manyToOne(CryptocurrencyEntity).index(false),
    firstMissing: p.datetime().columnType("timestamptz"),
    lastMissing: p.datetime().columnType("timestamptz"),
    hours: p.integer(),
    status: p.text().index("gaps_status_index"),
    attempts: p.integer(),
    lastAskedAt: p.datetime().columnType("timestamptz").nullable(),
    detectedAt: p.datetime().columnType("timestamptz"),
  },
  uniques: [
    { name: "gaps_crypto_id_span_key", properties: ["crypto", "firstMissing", "lastMissing"] },
  ],
  checks: [
    { name: "gaps_status_check", expression: "status in ('open', 'outage', 'repaired')" },
    {
      name: "gaps_hours_check",
      expression: "hours * 3600 = extract(epoch from last_missing - first_missing) + 3600",
    },
  ],
});

/** A run of hours without a candle, and what became of it. */
export class GapEntity extends GapSchema.class {}
GapSchema.setClass(GapEntity);
