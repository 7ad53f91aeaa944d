import { defineEntity, p } from "@mikro-orm/core";

const LiveFeedSchema = defineEntity({
  name: "LiveFeedEntity",
  tableName: "live_feed",
  properties: {
    id: p.integer().primary().autoincrement(false),
    /** The process that asks the exchange, until its lease ends. */
    leaseOwner: p.text().nullable(),
    leaseUntil: p.datetime().columnType("timestamptz").nullable(),
    /** The exchange is not asked before. */
    nextPollAt: p.datetime().columnType("timestamptz"),
    /** Until when somebody looks at the prices. */
    watchedUntil: p.datetime().columnType("timestamptz").nullable(),
    /** Counts change sets. */
    version: p.bigint("number"),
    /** The change set at which coins were last dropped: who knows less needs all prices. */
    wholeVersion: p.bigint("number"),
    polledAt: p.datetime().columnType("timestamptz").nullable(),
    /** When a price last moved. */
    movedAt: p.datetime().columnType("timestamptz").nullable(),
    failures: p.integer(),
    failure: p.text().nullable(),
    source: p.text().nullable(),
    simulated: p.boolean(),
  },
  checks: [{ name: "live_feed_id_check", expression: "id = 1" }],
});

/** Who polls the exchange for all instances, and how that goes; one row. */
export class LiveFeedEntity extends LiveFeedSchema.class {}
LiveFeedSchema.setClass(LiveFeedEntity);
