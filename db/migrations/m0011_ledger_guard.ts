const TABLES = [
  "ledger_accounts",
  "ledger_transactions",
  "ledger_entries",
  "idempotency_keys",
] as const;

const UNWRITTEN = `(current_setting('ledger.writer'::text, true) is distinct from 'on'::text)`;

const FUNCTIONS = [
  `create function "refuse_ledger_change"() returns trigger language plpgsql as $$
   begin
     raise exception 'The ledger is only added to, by its one writer: % of % is refused.',
       tg_op, tg_table_name;
   end $$`,
  `create function "keep_ledger_transaction"() returns trigger language plpgsql as $$
   begin
     if not (old.status = 'pending' and new.status in ('processing', 'completed', 'failed', 'cancelled')
         or old.status = 'processing' and new.status in ('completed', 'failed'))
       or to_jsonb(new) - '{status,failure_code,failure_reason,finished_at}'::text[]
         is distinct from to_jsonb(old) - '{status,failure_code,failure_reason,finished_at}'::text[]
     then
       raise exception 'A transaction that is % cannot become %, and nothing else of it changes.',
         old.status, new.status;
     end if;
     return new;
   end $$`,
];

/** Entries and keys never change; accounts and transactions change through the writer only. */
const TRIGGERS = [
  ...["ledger_entries", "idempotency_keys"].map((table) =>
    `create trigger "${table}_kept" before update or delete on "${table}"
       for each row execute function "refuse_ledger_change"()`
  ),
  ...["ledger_accounts", "ledger_transactions"].map((table) =>
    `create trigger "${table}_kept" before delete on "${table}"
       for each row execute function "refuse_ledger_change"()`
  ),
  `create trigger "ledger_transactions_states" before update on "ledger_transactions"
     for each row execute function "keep_ledger_transaction"()`,
  ...TABLES.map((table) =>
    `create trigger "${table}_one_writer" before insert or update on "${table}"
       for each row when ${UNWRITTEN} execute function "refuse_ledger_change"()`
  ),
  ...TABLES.map((table) =>
    `create trigger "${table}_not_emptied" before truncate on "${table}"
       for each statement execute function "refuse_ledger_change"()`
  ),
];

const INTERNALS = [
  "ledger_account(text, text, boolean, timestamptz)",
  "ledger_fee_account()",
  "ledger_apply(uuid, bigint[], numeric[], numeric, timestamptz, timestamptz)",
  "ledger_legs(text, text, text, numeric, numeric, boolean, timestamptz)",
  "ledger_given_legs(jsonb, timestamptz)",
  "ledger_write(jsonb, text, timestamptz, timestamptz)",
  "ledger_cool(jsonb, ledger_transactions, timestamptz, timestamptz)",
  "ledger_make(jsonb, timestamptz, timestamptz)",
  "ledger_execute(jsonb, timestamptz, timestamptz)",
  "ledger_reverse(jsonb, timestamptz, timestamptz)",
];
const ENTRANCES = [
  "ledger_post(jsonb)",
  "ledger_open(numeric, timestamptz)",
  "ledger_close(text, timestamptz)",
];

const OWNED = [...INTERNALS, ...ENTRANCES].map((one) =>
  `alter function ${one} owner to ledger_writer;`
);
const PRIVATE = INTERNALS.map((one) => `revoke execute on function ${one} from public;`);
/**
 * Where the server lets us, the writer is a role of its own that nobody can sign in as: it may add
 * and change what the states allow, and the program itself may only read and call the writer. Where
 * it does not, the program gives up its own right to change and delete. A superuser is above
 * privileges; the triggers hold for it too.
 */
const PRIVILEGES = [
  `do $$
   begin
     begin
       create role ledger_writer nologin;
     exception when duplicate_object or unique_violation then null;
     end;
     execute format('grant usage, create on schema %I to ledger_writer', current_schema());
     grant select, insert, update on ledger_accounts, ledger_transactions to ledger_writer;
     grant select, insert on ledger_entries, idempotency_keys to ledger_writer;
     grant select on people to ledger_writer;
     grant usage on ledger_accounts_id_seq, ledger_transactions_seq_seq, ledger_entries_id_seq
       to ledger_writer;
     ${[...OWNED, ...PRIVATE].join("\n     ")}
     execute format('revoke create on schema %I from ledger_writer', current_schema());
     execute format('revoke insert, update, delete, truncate on ledger_accounts,
       ledger_transactions, ledger_entries, idempotency_keys from %I, public', current_user);
   exception when insufficient_privilege then
     execute format('revoke update, delete, truncate on ledger_entries, idempotency_keys
       from %I, public', current_user);
     execute format('revoke delete, truncate on ledger_accounts, ledger_transactions
       from %I, public', current_user);
   end $$`,
];

export const LEDGER_GUARD = [...FUNCTIONS, ...TRIGGERS, ...PRIVILEGES];
