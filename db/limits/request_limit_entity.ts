import { defineEntity, p } from "@mikro-orm/core";

const RequestLimitSchema = defineEntity({
  name: "RequestLimitEntity",
  tableName: "request_limits",
  properties: {
    subject: p.text().primary(),
    startedUs: p.array<number>().columnType("bigint[]"),
    hits: p.array<number>().columnType("int[]"),
    expiresAt: p.datetime().columnType("timestamptz"),
  },
});

/** The calls of one subject within its window; emptied by a crash of the database. */
export class RequestLimitEntity extends RequestLimitSchema.class {}
RequestLimitSchema.setClass(RequestLimitEntity);
