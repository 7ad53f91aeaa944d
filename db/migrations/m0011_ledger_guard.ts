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

export const LEDGER_GUARD = [...FUNCTIONS, ...TRIGGERS];
