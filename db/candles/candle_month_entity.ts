import { defineEntity, p } from "@mikro-orm/core";
import { CryptocurrencyEntity } from "./cryptocurrency_entity.ts";

const CandleMonthSchema = defineEntity({
  name: "CandleMonthEntity",
  tableName: "candle_months",
  properties: {
    crypto: () => p.manyToOne(CryptocurrencyEntity).primary(),
    firstHour: p.datetime().columnType("timestamptz").primary(),
    lastHour: p.datetime().columnType("timestamptz"),
  },
  checks: [{ name: "candle_months_span_check", expression: "last_hour > first_hour" }],
});

/** A month (UTC) of one coin of which every hour has a closed candle. */
export class CandleMonthEntity extends CandleMonthSchema.class {}
CandleMonthSchema.setClass(CandleMonthEntity);
