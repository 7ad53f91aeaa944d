import { defineEntity, p } from "@mikro-orm/core";

const LedgerChainSchema = defineEntity({
  name: "LedgerChainEntity",
  tableName: "ledger_chain",
  properties: {
    /** 1 for the first, without gaps. */
    position: p.bigint("number").primary().autoincrement(false),
    transactionId: p.uuid(),
    /** SHA-256 of what the link says. */
    leaf: p.blob(),
    /** SHA-256 of the position, the two links before that it names, and the leaf. */
    hash: p.blob(),
    chainedAt: p.datetime().columnType("timestamptz"),
  },
  uniques: [{ name: "ledger_chain_transaction_id_key", properties: ["transactionId"] }],
  triggers: [{
    name: "ledger_chain_kept",
    timing: "before",
    events: ["update", "delete"],
    expression:
      `create trigger "ledger_chain_kept" before update or delete on "ledger_chain" for each row execute function "refuse_chain_change"()`,
  }],
});

/** A link: the place of one completed transaction in the hash chain. Never changed. */
export class LedgerChainEntity extends LedgerChainSchema.class {}
LedgerChainSchema.setClass(LedgerChainEntity);
