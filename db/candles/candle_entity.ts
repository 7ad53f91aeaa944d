import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";
import { CandleSourceEntity } from "./candle_source_entity.ts";
import { CryptocurrencyEntity } from "./cryptocurrency_entity.ts";

const CandleSchema = defineEntity({
  name: "CandleEntity",
  tableName: "candles",
  properties: {
    crypto: () => p.manyToOne(CryptocurrencyEntity).primary(),
    openTime: p.datetime().columnType("timestamptz").primary(),
    open: p.type(ExactDecimal),
    high: p.type(ExactDecimal),
    low: p.type(ExactDecimal),
    close: p.type(ExactDecimal),
    volume: p.type(ExactDecimal),
    quoteVolume: p.type(ExactDecimal).nullable(),
    marketCap: p.type(ExactDecimal).nullable(),
    trades: p.integer().nullable(),
    isClosed: p.boolean(),
    repaired: p.boolean(),
    source: () => p.manyToOne(CandleSourceEntity).index(false),
  },
  // A third one, on truncation, is in the migration alone: entities know no such event.
  triggers: [
    {
      name: "candles_deleted",
      timing: "after",
      events: ["delete"],
      expression:
        `create trigger "candles_deleted" after delete on "candles" referencing old table as gone for each statement execute function "forget_candle_months"()`,
    },
    {
      name: "candles_reopened",
      timing: "after",
      events: ["update"],
      expression:
        `create trigger "candles_reopened" after update on "candles" for each row when (old.is_closed and (not new.is_closed or old.crypto_id <> new.crypto_id or old.open_time <> new.open_time)) execute function "forget_candle_months"()`,
    },
  ],
  checks: [
    {
      name: "candles_range_check",
      expression: "low <= open and low <= close and open <= high and close <= high",
    },
    { name: "candles_positive_check", expression: "low > 0 and high < 'infinity'" },
    {
      name: "candles_volume_check",
      expression:
        "volume >= 0 and volume < 'infinity' and quote_volume >= 0 and quote_volume < 'infinity' and market_cap >= 0 and market_cap < 'infinity' and trades >= 0",
    },
    { name: "candles_hour_check", expression: "extract(epoch from open_time) % 3600 = 0" },
  ],
});

/** One hour of one coin; the table that everything else is made from. */
export class CandleEntity extends CandleSchema.class {}
CandleSchema.setClass(CandleEntity);
