import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";

const CryptocurrencySchema = defineEntity({
  name: "CryptocurrencyEntity",
  tableName: "cryptocurrencies",
  properties: {
    id: p.integer().primary().autoincrement(),
    symbol: p.text().unique("cryptocurrencies_symbol_key"),
    name: p.text(),
    exchangeSymbol: p.text(),
    circulatingSupply: p.type(ExactDecimal).nullable(),
    marketCap: p.type(ExactDecimal).nullable(),
    quoteVolume24h: p.type(ExactDecimal).fieldName("quote_volume24h").nullable(),
    rank: p.integer().nullable(),
    rankedBy: p.text().nullable(),
    isTracked: p.boolean(),
    listedAt: p.datetime().columnType("timestamptz").nullable(),
    createdAt: p.datetime().columnType("timestamptz"),
    updatedAt: p.datetime().columnType("timestamptz"),
  },
  checks: [
    {
      name: "cryptocurrencies_ranked_by_check",
      expression: "ranked_by in ('market_cap', 'quote_volume')",
    },
    { name: "cryptocurrencies_rank_check", expression: "rank > 0" },
  ],
});

/** A coin and what is known of it. */
export class CryptocurrencyEntity extends CryptocurrencySchema.class {}
CryptocurrencySchema.setClass(CryptocurrencyEntity);
