import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";

const LedgerReconciliationSchema = defineEntity({
  name: "LedgerReconciliationEntity",
  tableName: "ledger_reconciliations",
  properties: {
    id: p.bigint("number").primary().autoincrement(),
    startedAt: p.datetime().columnType("timestamptz"),
    finishedAt: p.datetime().columnType("timestamptz"),
    isOk: p.boolean(),
    transactions: p.bigint("number"),
    entries: p.bigint("number"),
    /** What all accounts held together. */
    supply: p.type(ExactDecimal).columnType("numeric(38,8)"),
    headPosition: p.bigint("number").nullable(),
    headHash: p.text().nullable(),
    firstWrong: p.text().nullable(),
  },
});

/** What came of checking the whole ledger, once an hour. */
export class LedgerReconciliationEntity extends LedgerReconciliationSchema.class {}
LedgerReconciliationSchema.setClass(LedgerReconciliationEntity);
