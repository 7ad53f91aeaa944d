import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";

const LedgerEntrySchema = defineEntity({
  name: "LedgerEntryEntity",
  tableName: "ledger_entries",
  properties: {
    id: p.bigint("number").primary().autoincrement(),
    transactionId: p.uuid(),
    accountId: p.bigint("number"),
    amount: p.type(ExactDecimal).columnType("numeric(38,8)"),
    balanceBefore: p.type(ExactDecimal).columnType("numeric(38,8)"),
    balanceAfter: p.type(ExactDecimal).columnType("numeric(38,8)"),
    /** When the coins moved, by the clock of whoever moved them. */
    eventAt: p.datetime().columnType("timestamptz"),
    /** When it was written down, by the database's clock. */
    createdAt: p.datetime().columnType("timestamptz"),
    /** Number of the database transaction that wrote it: the chain goes by it. */
    writtenBy: p.bigint("number").defaultRaw("((pg_current_xact_id())::text)::bigint"),
  },
  indexes: [
    { name: "ledger_entries_written_by_index", properties: ["writtenBy"] },
    { name: "ledger_entries_transaction_id_index", properties: ["transactionId"] },
  ],
  checks: [{
    name: "ledger_entries_balance_check",
    expression:
      "amount <> '0'::numeric and balance_after = (balance_before + amount) and balance_after >= '0'::numeric",
  }],
  triggers: [
    {
      name: "ledger_entries_kept",
      timing: "before",
      events: ["update", "delete"],
      expression:
        `create trigger "ledger_entries_kept" before update or delete on "ledger_entries" for each row execute function "refuse_ledger_change"()`,
    },
    {
      name: "ledger_entries_one_writer",
      timing: "before",
      events: ["insert", "update"],
      expression:
        `create trigger "ledger_entries_one_writer" before insert or update on "ledger_entries" for each row when (current_setting('ledger.writer'::text, true) is distinct from 'on'::text) execute function "refuse_ledger_change"()`,
    },
  ],
});

/** One side of a transaction: what an account gained or lost. Never changed. */
export class LedgerEntryEntity extends LedgerEntrySchema.class {}
LedgerEntrySchema.setClass(LedgerEntryEntity);
