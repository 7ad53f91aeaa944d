import { defineEntity, p } from "@mikro-orm/core";
import { CollectionRunEntity } from "../jobs/collection_run_entity.ts";
import { CandleSourceEntity } from "./candle_source_entity.ts";

const QuarantinedCandleSchema = defineEntity({
  name: "QuarantinedCandleEntity",
  tableName: "quarantined_candles",
  properties: {
    id: p.bigint("number").primary().autoincrement(),
    symbol: p.text().nullable(),
    raw: p.json(),
    reason: p.text(),
    /** Of symbol, raw row and reason: the same bad row is kept once. */
    fingerprint: p.text().unique("quarantined_candles_fingerprint_key"),
    source: () => p.manyToOne(CandleSourceEntity).nullable().index(false),
    run: () => p.manyToOne(CollectionRunEntity).nullable().index(false),
    createdAt: p.datetime().columnType("timestamptz"),
  },
});

/** A row that did not pass validation, as it came. */
export class QuarantinedCandleEntity extends QuarantinedCandleSchema.class {}
QuarantinedCandleSchema.setClass(QuarantinedCandleEntity);
