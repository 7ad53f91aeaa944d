import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";

const LedgerTransactionSchema = defineEntity({
  name: "LedgerTransactionEntity",
  tableName: "ledger_transactions",
  properties: {
    id: p.uuid().primary(),
    seq: p.bigint("number").autoincrement(),
    fromUser: p.text(),
    toUser: p.text(),
    amount: p.type(ExactDecimal).columnType("numeric(38,8)"),
    /** Of a send, paid by the sender on top. */
    fee: p.type(ExactDecimal).columnType("numeric(38,8)"),
    transactionType: p.text(),
    status: p.text(),
    failureCode: p.text().nullable(),
    failureReason: p.text().nullable(),
    metadata: p.json(),
    /** The risk that was seen in it, where that was asked. */
    analysis: p.json().nullable(),
    /** Of a reversal: what it takes back. */
    reversesId: p.uuid().nullable(),
    /** Of a release: when the cool-down is over. */
    notBefore: p.datetime().columnType("timestamptz").nullable(),
    createdBy: p.text(),
    /** When it was written down, by the database's clock. */
    createdAt: p.datetime().columnType("timestamptz"),
    /** When it was made, by the clock of whoever made it. */
    eventAt: p.datetime().columnType("timestamptz"),
    finishedAt: p.datetime().columnType("timestamptz").nullable(),
  },
  indexes: [
    {
      name: "ledger_transactions_reverses_id_key",
      properties: ["reversesId"],
      expression:
        `create unique index "ledger_transactions_reverses_id_key" on "ledger_transactions" ("reverses_id") where reverses_id is not null`,
    },
    { name: "ledger_transactions_from_user_index", properties: ["fromUser", "seq"] },
    { name: "ledger_transactions_to_user_index", properties: ["toUser", "seq"] },
    {
      name: "ledger_transactions_open_index",
      properties: ["seq"],
      expression:
        `create index "ledger_transactions_open_index" on "ledger_transactions" ("seq") where status in ('pending', 'processing')`,
    },
  ],
  checks: [
    {
      name: "ledger_transactions_amount_check",
      expression: "amount > '0'::numeric and fee >= '0'::numeric",
    },
    {
      name: "ledger_transactions_type_check",
      expression:
        "transaction_type in ('send', 'mint', 'burn', 'stake', 'unstake', 'release', 'forecast_stake', 'forecast_settlement', 'reversal')",
    },
    {
      name: "ledger_transactions_status_check",
      expression: "status in ('pending', 'processing', 'completed', 'failed', 'cancelled')",
    },
    {
      name: "ledger_transactions_finished_check",
      expression: "(status in ('completed', 'failed', 'cancelled')) = (finished_at is not null)",
    },
    {
      name: "ledger_transactions_failure_check",
      expression:
        "(status = 'failed') = (failure_code is not null) and (failure_code is null) = (failure_reason is null)",
    },
  ],
  triggers: [
    {
      name: "ledger_transactions_kept",
      timing: "before",
      events: ["delete"],
      expression:
        `create trigger "ledger_transactions_kept" before delete on "ledger_transactions" for each row execute function "refuse_ledger_change"()`,
    },
    {
      name: "ledger_transactions_states",
      timing: "before",
      events: ["update"],
      expression:
        `create trigger "ledger_transactions_states" before update on "ledger_transactions" for each row execute function "keep_ledger_transaction"()`,
    },
    {
      name: "ledger_transactions_one_writer",
      timing: "before",
      events: ["insert", "update"],
      expression:
        `create trigger "ledger_transactions_one_writer" before insert or update on "ledger_transactions" for each row when (current_setting('ledger.writer'::text, true) is distinct from 'on'::text) execute function "refuse_ledger_change"()`,
    },
  ],
});

/** A transaction in one of its states; all but the state is fixed when it is made. */
export class LedgerTransactionEntity extends LedgerTransactionSchema.class {}
LedgerTransactionSchema.setClass(LedgerTransactionEntity);
