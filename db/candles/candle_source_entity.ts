import { defineEntity, p } from "@mikro-orm/core";

const CandleSourceSchema = defineEntity({
  name: "CandleSourceEntity",
  tableName: "candle_sources",
  properties: {
    id: p.integer().primary().autoincrement(),
    kind: p.text(),
    name: p.text(),
    /** Empty where the source is not a file: a NULL would not be unique. */
    checksum: p.text(),
    createdAt: p.datetime().columnType("timestamptz"),
  },
  uniques: [
    { name: "candle_sources_kind_name_checksum_key", properties: ["kind", "name", "checksum"] },
  ],
  checks: [
    {
      name: "candle_sources_kind_check",
      expression: "kind in ('exchange', 'simulated', 'archive', 'csv')",
    },
  ],
});

/** Where candles came from. */
export class CandleSourceEntity extends CandleSourceSchema.class {}
CandleSourceSchema.setClass(CandleSourceEntity);
