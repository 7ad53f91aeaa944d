import { Migration } from "@mikro-orm/migrations";
import { LEDGER_FUNCTIONS } from "./m0011_ledger_functions.ts";
import { LEDGER_GUARD } from "./m0011_ledger_guard.ts";
import { LEDGER_POST } from "./m0011_ledger_post.ts";

const TABLES = [
  // Half-empty pages: an update of a balance then stays on its page and touches no index.
  `create table "ledger_accounts" (
     "id" bigserial primary key,
     "owner" text not null,
     "kind" text not null,
     "shard" int not null,
     "opening_balance" numeric(38,8) not null,
     "balance" numeric(38,8) not null,
     "opened_at" timestamptz not null,
     "updated_at" timestamptz not null,
     "closed_at" timestamptz null
  ) with (fillfactor = 50)`,
  `create table "ledger_transactions" (
     "id" uuid not null,
     "seq" bigserial not null,
     "from_user" text not null,
     "to_user" text not null,
     "amount" numeric(38,8) not null,
     "fee" numeric(38,8) not null,
     "transaction_type" text not null,
     "status" text not null,
     "failure_code" text null,
     "failure_reason" text null,
     "metadata" jsonb not null,
     "analysis" jsonb null,
     "reverses_id" uuid null,
     "not_before" timestamptz null,
     "created_by" text not null,
     "created_at" timestamptz not null,
     "event_at" timestamptz not null,
     "finished_at" timestamptz null,
     primary key ("id")
  )`,
  `create table "ledger_entries" (
     "id" bigserial primary key,
     "transaction_id" uuid not null,
     "account_id" bigint not null,
     "amount" numeric(38,8) not null,
     "balance_before" numeric(38,8) not null,
     "balance_after" numeric(38,8) not null,
     "event_at" timestamptz not null,
     "created_at" timestamptz not null
  )`,
  `create table "idempotency_keys" (
     "scope" text not null,
     "key" text not null,
     "request_hash" text not null,
     "answer" jsonb not null,
     "transaction_id" uuid null,
     "created_at" timestamptz not null,
     primary key ("scope", "key")
  )`,
];

const CONSTRAINTS = [
  `alter table "ledger_accounts" add constraint "ledger_accounts_owner_kind_shard_key"
     unique ("owner", "kind", "shard")`,
  `alter table "ledger_accounts" add constraint "ledger_accounts_balance_check"
     check (balance >= '0'::numeric and opening_balance >= '0'::numeric)`,
  `alter table "ledger_accounts" add constraint "ledger_accounts_kind_check"
     check (kind in ('available', 'staked', 'cooling', 'forecast_stake', 'system', 'fees', 'burned'))`,
  // Read at every update of a balance: a regular expression would cost as much as the update.
  `alter table "ledger_accounts" add constraint "ledger_accounts_owner_check"
     check (translate(owner,
         'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'::text, ''::text) = ''::text and length(owner) >= 1 and length(owner) <= 100
       and (kind in ('system', 'fees')) = (owner = 'system')
       and (kind = 'burned') = (owner = 'burned'))`,
  `alter table "ledger_transactions" add constraint "ledger_transactions_amount_check"
     check (amount > '0'::numeric and fee >= '0'::numeric)`,
  `alter table "ledger_transactions" add constraint "ledger_transactions_type_check"
     check (transaction_type in ('send', 'mint', 'burn', 'stake', 'unstake', 'release',
       'forecast_stake', 'forecast_settlement', 'reversal'))`,
  `alter table "ledger_transactions" add constraint "ledger_transactions_status_check"
     check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled'))`,
  `alter table "ledger_transactions" add constraint "ledger_transactions_finished_check"
     check ((status in ('completed', 'failed', 'cancelled')) = (finished_at is not null))`,
  `alter table "ledger_transactions" add constraint "ledger_transactions_failure_check"
     check ((status = 'failed') = (failure_code is not null)
       and (failure_code is null) = (failure_reason is null))`,
  `alter table "ledger_entries" add constraint "ledger_entries_balance_check"
     check (amount <> '0'::numeric and balance_after = (balance_before + amount)
       and balance_after >= '0'::numeric)`,
  `create unique index "ledger_transactions_reverses_id_key" on "ledger_transactions"
     ("reverses_id") where reverses_id is not null`,
  `create index "ledger_transactions_from_user_index" on "ledger_transactions"
     ("from_user", "seq")`,
  `create index "ledger_transactions_to_user_index" on "ledger_transactions" ("to_user", "seq")`,
  `create index "ledger_transactions_open_index" on "ledger_transactions" ("seq")
     where status in ('pending', 'processing')`,
  `create index "ledger_entries_transaction_id_index" on "ledger_entries" ("transaction_id")`,
];

/** Accounts, transactions, entries and idempotency keys of TB Coin, and the one writer of them. */
export class LedgerMigration extends Migration {
  override up(): void {
    for (const part of [TABLES, CONSTRAINTS, LEDGER_FUNCTIONS, LEDGER_POST, LEDGER_GUARD]) {
      for (const statement of part) this.addSql(statement);
    }
  }
}
