import { defineEntity, p } from "@mikro-orm/core";

const CollectionRunSchema = defineEntity({
  name: "CollectionRunEntity",
  tableName: "collection_runs",
  properties: {
    id: p.bigint("number").primary().autoincrement(),
    mode: p.text(),
    status: p.text(),
    rangeFrom: p.datetime().columnType("timestamptz").nullable(),
    rangeTo: p.datetime().columnType("timestamptz").nullable(),
    symbols: p.json(),
    progress: p.json(),
    recordsWritten: p.bigint("number"),
    startedAt: p.datetime().columnType("timestamptz"),
    heartbeatAt: p.datetime().columnType("timestamptz"),
    finishedAt: p.datetime().columnType("timestamptz").nullable(),
    error: p.text().nullable(),
  },
  checks: [
    {
      name: "collection_runs_mode_check",
      expression: "mode in ('forward', 'backward', 'full', 'repair', 'import')",
    },
    {
      name: "collection_runs_status_check",
      expression: "status in ('running', 'completed', 'failed', 'interrupted')",
    },
  ],
});

/** One collection of candles, from its start to its end or interruption. */
export class CollectionRunEntity extends CollectionRunSchema.class {}
CollectionRunSchema.setClass(CollectionRunEntity);
