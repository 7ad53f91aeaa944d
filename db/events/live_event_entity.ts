import { defineEntity, p } from "@mikro-orm/core";

const LiveEventSchema = defineEntity({
  name: "LiveEventEntity",
  tableName: "live_events",
  properties: {
    id: p.bigint().primary(),
    topic: p.text(),
    /** The transaction that wrote it. */
    xact: p.bigint(),
    at: p.datetime().columnType("timestamptz"),
  },
  indexes: [{ name: "live_events_xact_index", properties: ["xact"] }],
});

/** Something of a topic has changed; kept for a quarter of an hour. */
export class LiveEventEntity extends LiveEventSchema.class {}
LiveEventSchema.setClass(LiveEventEntity);
