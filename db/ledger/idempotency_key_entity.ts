import { defineEntity, p } from "@mikro-orm/core";

const IdempotencyKeySchema = defineEntity({
  name: "IdempotencyKeyEntity",
  tableName: "idempotency_keys",
  properties: {
    scope: p.text().primary(),
    key: p.text().primary(),
    requestHash: p.text(),
    answer: p.json(),
    transactionId: p.uuid().nullable(),
    createdAt: p.datetime().columnType("timestamptz"),
  },
  triggers: [
    {
      name: "idempotency_keys_kept",
      timing: "before",
      events: ["update", "delete"],
      expression:
        `create trigger "idempotency_keys_kept" before update or delete on "idempotency_keys" for each row execute function "refuse_ledger_change"()`,
    },
    {
      name: "idempotency_keys_one_writer",
      timing: "before",
      events: ["insert", "update"],
      expression:
        `create trigger "idempotency_keys_one_writer" before insert or update on "idempotency_keys" for each row when (current_setting('ledger.writer'::text, true) is distinct from 'on'::text) execute function "refuse_ledger_change"()`,
    },
  ],
});

/** A request that moved coins and its answer, kept for good. */
export class IdempotencyKeyEntity extends IdempotencyKeySchema.class {}
IdempotencyKeySchema.setClass(IdempotencyKeyEntity);
