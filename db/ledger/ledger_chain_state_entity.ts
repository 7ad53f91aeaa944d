import { defineEntity, p } from "@mikro-orm/core";

const LedgerChainStateSchema = defineEntity({
  name: "LedgerChainStateEntity",
  tableName: "ledger_chain_state",
  properties: {
    id: p.integer().primary().autoincrement(false),
    /** Everything that database transactions below this number wrote is in the chain. */
    settledBelow: p.bigint("number"),
    /** The server whose numbers these are: a restored database counts anew. */
    server: p.text(),
  },
  checks: [{ name: "ledger_chain_state_id_check", expression: "id = 1" }],
});

/** How far the chainer has come; one row. */
export class LedgerChainStateEntity extends LedgerChainStateSchema.class {}
LedgerChainStateSchema.setClass(LedgerChainStateEntity);
