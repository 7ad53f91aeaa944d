import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";

const LivePriceSchema = defineEntity({
  name: "LivePriceEntity",
  tableName: "live_prices",
  properties: {
    symbol: p.text().primary(),
    price: p.type(ExactDecimal),
    /** When it became this price, as far as the poll knows. */
    at: p.datetime().columnType("timestamptz"),
    /** The change set that it came with. */
    version: p.bigint("number"),
  },
  checks: [{ name: "live_prices_price_check", expression: "price > (0)::numeric" }],
});

/** The newest price of a coin, between candles; never part of a candle or a forecast. */
export class LivePriceEntity extends LivePriceSchema.class {}
LivePriceSchema.setClass(LivePriceEntity);
