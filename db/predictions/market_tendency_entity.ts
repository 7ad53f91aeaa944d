import { defineEntity, p } from "@mikro-orm/core";

const MarketTendencySchema = defineEntity({
  name: "MarketTendencyEntity",
  tableName: "market_tendencies",
  properties: {
    at: p.datetime().columnType("timestamptz").primary(),
    tendency: p.text(),
    confidence: p.double(),
    explanation: p.text(),
    metrics: p.json(),
    clarity: p.double().nullable(),
    confidenceExplanation: p.text().nullable(),
    details: p.json().nullable(),
    /** Worked out afterwards from stored candles. */
    reconstructed: p.boolean().default(false),
    createdAt: p.datetime().columnType("timestamptz"),
  },
  checks: [
    {
      name: "market_tendencies_tendency_check",
      expression: "tendency in ('bullish', 'bearish', 'volatile', 'stable', 'consolidating')",
    },
    {
      name: "market_tendencies_confidence_check",
      expression: "confidence >= '0'::double precision and confidence <= '1'::double precision",
    },
  ],
});

/** How the market moved, at one moment. */
export class MarketTendencyEntity extends MarketTendencySchema.class {}
MarketTendencySchema.setClass(MarketTendencyEntity);
