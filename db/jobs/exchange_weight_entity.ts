import { defineEntity, p } from "@mikro-orm/core";

const ExchangeWeightSchema = defineEntity({
  name: "ExchangeWeightEntity",
  tableName: "exchange_weights",
  properties: {
    host: p.text().primary(),
    /** Minutes since the epoch. */
    minute: p.bigint(),
    used: p.integer(),
  },
});

/** What all instances have used of a host's weight in a minute; emptied by a crash of the database. */
export class ExchangeWeightEntity extends ExchangeWeightSchema.class {}
ExchangeWeightSchema.setClass(ExchangeWeightEntity);
