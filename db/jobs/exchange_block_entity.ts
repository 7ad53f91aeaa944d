import { defineEntity, p } from "@mikro-orm/core";

const ExchangeBlockSchema = defineEntity({
  name: "ExchangeBlockEntity",
  tableName: "exchange_blocks",
  properties: {
    host: p.text().primary(),
    blockedUntil: p.datetime().columnType("timestamptz"),
    reason: p.text(),
    updatedAt: p.datetime().columnType("timestamptz"),
  },
});

/** Until when a host must not be asked. */
export class ExchangeBlockEntity extends ExchangeBlockSchema.class {}
ExchangeBlockSchema.setClass(ExchangeBlockEntity);
