import { Migration } from "@mikro-orm/migrations";

/**
 * Which database transaction wrote an entry: numbers of entries are handed out before they can be
 * seen, so they do not tell when everything below is there; transaction ids do.
 */
const WRITTEN_BY = [
  `alter table "ledger_entries"
     add column "written_by" bigint not null default (pg_current_xact_id()::text)::bigint`,
  `create index "ledger_entries_written_by_index" on "ledger_entries" ("written_by")`,
];

const TABLES = [
  `create table "ledger_chain" (
     "position" bigint not null,
     "transaction_id" uuid not null,
     "leaf" bytea not null,
     "hash" bytea not null,
     "chained_at" timestamptz not null,
     primary key ("position")
  )`,
  `alter table "ledger_chain" add constraint "ledger_chain_transaction_id_key"
     unique ("transaction_id")`,
  `create table "ledger_chain_state" (
     "id" int not null,
     "settled_below" bigint not null,
     "server" text not null,
     primary key ("id")
  )`,
  `alter table "ledger_chain_state" add constraint "ledger_chain_state_id_check" check (id = 1)`,
  `create table "ledger_reconciliations" (
     "id" bigserial primary key,
     "started_at" timestamptz not null,
     "finished_at" timestamptz not null,
     "is_ok" boolean not null,
     "transactions" bigint not null,
     "entries" bigint not null,
     "supply" numeric(38,8) not null,
     "head_position" bigint null,
     "head_hash" text null,
     "first_wrong" text null
  )`,
];

const GUARD = [
  `create function "refuse_chain_change"() returns trigger language plpgsql as $$
   begin
     raise exception 'The chain of the ledger is only added to: % is refused.', tg_op;
   end $$`,
  `create trigger "ledger_chain_kept" before update or delete on "ledger_chain"
     for each row execute function "refuse_chain_change"()`,
  `create trigger "ledger_chain_not_emptied" before truncate on "ledger_chain"
     for each statement execute function "refuse_chain_change"()`,
];

/**
 * What a link says of a transaction, and how links are hashed. No owner is named and no balance
 * stands in it: balances follow from the amounts in their order, and a receipt is shown to both sides.
 */
const TEXTS = [
  `create function "ledger_microseconds"(p_at timestamptz) returns text
   language sql immutable parallel safe
   as $$ select (extract(epoch from p_at) * 1000000)::bigint::text $$`,
  `create function "ledger_transaction_text"(p ledger_transactions, p_entries text) returns text
   language sql stable parallel safe as $$
     select concat_ws(E'\\n',
       concat_ws(' ', 'transaction', p.id, p.transaction_type),
       concat_ws(' ', 'amount', p.amount, 'fee', p.fee),
       concat_ws(' ', 'reverses', coalesce(p.reverses_id::text, 'none')),
       concat_ws(' ', 'at', ledger_microseconds(p.event_at)),
       p_entries)
   $$`,
  `create function "ledger_entry_text"(p ledger_entries) returns text
   language sql stable parallel safe as $$
     select concat_ws(' ', 'entry', p.id, 'account', p.account_id, 'amount', p.amount,
       'at', ledger_microseconds(p.event_at))
   $$`,
  `create function "ledger_link_hash"(p_position bigint, p_previous bytea, p_back bytea, p_leaf bytea)
   returns bytea language sql immutable parallel safe as $$
     select sha256(convert_to(concat_ws(E'\\n', p_position, encode(p_previous, 'hex'),
       encode(p_back, 'hex'), encode(p_leaf, 'hex')), 'UTF8'))
   $$`,
];

/** Adds links for given transactions, in the order given; the caller holds the lock of the chain. */
const APPEND = [
  `create function "ledger_append_links"(p_ids uuid[], p_texts text[], p_at timestamptz)
   returns bigint language plpgsql as $$
   declare
     v_genesis constant bytea := decode(repeat('0', 64), 'hex');
     v_position bigint;
     v_previous bytea;
     v_back bytea;
     v_leaf bytea;
   begin
     select position, hash into v_position, v_previous
     from ledger_chain order by position desc limit 1;
     if not found then
       v_position := 0;
       v_previous := v_genesis;
     end if;
     for v_at in 1 .. coalesce(array_length(p_ids, 1), 0) loop
       v_position := v_position + 1;
       if v_position % 2 = 1 then
         v_back := v_previous;
       elsif v_position & (v_position - 1) = 0 then
         v_back := v_genesis;
       else
         select hash into strict v_back from ledger_chain
         where position = v_position & (v_position - 1);
       end if;
       v_leaf := sha256(convert_to(p_texts[v_at], 'UTF8'));
       v_previous := ledger_link_hash(v_position, v_previous, v_back, v_leaf);
       insert into ledger_chain (position, transaction_id, leaf, hash, chained_at)
       values (v_position, p_ids[v_at], v_leaf, v_previous, p_at);
     end loop;
     return v_position;
   end $$`,
];

/** The hash chain behind the ledger, and the results of checking it all. */
export class LedgerChainMigration extends Migration {
  override up(): void {
    const statements = [...WRITTEN_BY, ...TABLES, ...GUARD, ...TEXTS, ...APPEND];
    for (const statement of statements) this.addSql(statement);
  }
}
