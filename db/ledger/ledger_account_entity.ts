import { defineEntity, p } from "@mikro-orm/core";
import { ExactDecimal } from "../exact_decimal.ts";

const LedgerAccountSchema = defineEntity({
  name: "LedgerAccountEntity",
  tableName: "ledger_accounts",
  properties: {
    id: p.bigint("number").primary().autoincrement(),
    owner: p.text(),
    kind: p.text(),
    /** Fees have 64 accounts, all others one. */
    shard: p.integer(),
    /** What it held before the first entry: the initial supply, of `system`. */
    openingBalance: p.type(ExactDecimal).columnType("numeric(38,8)"),
    balance: p.type(ExactDecimal).columnType("numeric(38,8)"),
    openedAt: p.datetime().columnType("timestamptz"),
    updatedAt: p.datetime().columnType("timestamptz"),
    /** Of an erased person: nothing comes or goes any more. */
    closedAt: p.datetime().columnType("timestamptz").nullable(),
  },
  uniques: [{
    name: "ledger_accounts_owner_kind_shard_key",
    properties: ["owner", "kind", "shard"],
  }],
  checks: [
    {
      name: "ledger_accounts_balance_check",
      expression: "balance >= '0'::numeric and opening_balance >= '0'::numeric",
    },
    {
      name: "ledger_accounts_kind_check",
      expression:
        "kind in ('available', 'staked', 'cooling', 'forecast_stake', 'system', 'fees', 'burned')",
    },
    {
      name: "ledger_accounts_owner_check",
      expression:
        "translate(owner, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'::text, ''::text) = ''::text and length(owner) >= 1 and length(owner) <= 100 and (kind in ('system', 'fees')) = (owner = 'system') and (kind = 'burned') = (owner = 'burned')",
    },
  ],
  triggers: [
    {
      name: "ledger_accounts_kept",
      timing: "before",
      events: ["delete"],
      expression:
        `create trigger "ledger_accounts_kept" before delete on "ledger_accounts" for each row execute function "refuse_ledger_change"()`,
    },
    {
      name: "ledger_accounts_one_writer",
      timing: "before",
      events: ["insert", "update"],
      expression:
        `create trigger "ledger_accounts_one_writer" before insert or update on "ledger_accounts" for each row when (current_setting('ledger.writer'::text, true) is distinct from 'on'::text) execute function "refuse_ledger_change"()`,
    },
  ],
});

/** What one owner holds in one way: available, staked, as fees, … */
export class LedgerAccountEntity extends LedgerAccountSchema.class {}
LedgerAccountSchema.setClass(LedgerAccountEntity);
