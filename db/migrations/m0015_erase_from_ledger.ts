// The chain of the ledger names no owner, so a name can leave the ledger and every proof still holds.

/** A whole user id inside a text, and not a part of another one. */
const PUT_PSEUDONYM =
  `create function "put_pseudonym"(p_text text, p_user_id text, p_pseudonym text)
  returns text language sql immutable as $$
    select regexp_replace(p_text, '(?<![A-Za-z0-9_-])' || p_user_id || '(?![A-Za-z0-9_-])',
      p_pseudonym, 'g')
  $$`;

/** Stored answers name people at these places. */
const RENAME_ANSWER = `create function "put_pseudonym_in_answer"(p_answer jsonb, p_user_id text,
    p_pseudonym text) returns jsonb language plpgsql immutable as $$
  declare
    v_answer jsonb := p_answer;
    v_place text;
  begin
    foreach v_place in array array['transaction,fromUser', 'transaction,toUser',
      'transaction,createdBy', 'transaction,failureReason', 'balance,userId', 'refusal,message',
      'refusal,details,owner', 'refusal,details,user_id']
    loop
      if v_answer #>> ('{' || v_place || '}')::text[] is not null then
        v_answer := jsonb_set(v_answer, ('{' || v_place || '}')::text[],
          to_jsonb(put_pseudonym(v_answer #>> ('{' || v_place || '}')::text[], p_user_id,
            p_pseudonym)));
      end if;
    end loop;
    return v_answer #- '{transaction,metadata}' #- '{transaction,analysis}'
      || jsonb_build_object('transaction',
        (v_answer -> 'transaction') || '{"metadata": {}, "analysis": null}');
  end $$`;

const GUARDS = [
  `create or replace function "keep_ledger_transaction"() returns trigger language plpgsql as $$
   begin
     if renamed_only(to_jsonb(old), to_jsonb(new), array['from_user', 'to_user', 'created_by',
       'failure_reason', 'metadata', 'analysis']) then
       return new;
     end if;
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
  `create or replace function "refuse_ledger_change"() returns trigger language plpgsql as $$
   begin
     if tg_op = 'UPDATE' and tg_table_name = 'idempotency_keys'
       and renamed_only(to_jsonb(old), to_jsonb(new), array['scope', 'answer']) then
       return new;
     end if;
     raise exception 'The ledger is only added to, by its one writer: % of % is refused.',
       tg_op, tg_table_name;
   end $$`,
];

// A transfer that waits for the account while its owner is erased is refused, as the account is closed
// then; with a stake on a forecast it is not, and such a transfer is written under the old name. A second
// call, when the person is gone, waits for all writers that are under way and finds what they wrote.
const ERASE = `create function "erase_from_ledger"(p_user_id text, p_pseudonym text,
    p_at timestamptz) returns void
  language plpgsql security definer set search_path from current as $$
  declare
    v_own text := 'person:' || p_user_id;
    v_keys text[] := array(select 'key:' || name from api_keys where user_id = p_user_id);
  begin
    perform set_config('ledger.writer', 'on', true), set_config('erasure.under_way', 'yes', true);
    if not exists (select from people where user_id = p_user_id) then
      lock table ledger_accounts in exclusive mode;
    end if;
    perform from ledger_accounts where owner = p_user_id order by id for update;
    update ledger_transactions set status = 'cancelled', finished_at = p_at
      where status = 'pending' and p_user_id in (from_user, to_user);
    update idempotency_keys set
      scope = case when scope in (v_own, 'key:' || p_user_id) then 'person:' || p_pseudonym
        else scope end,
      answer = put_pseudonym_in_answer(answer, p_user_id, p_pseudonym)
      where scope in (v_own, 'key:' || p_user_id)
        or transaction_id in (select id from ledger_transactions
          where p_user_id in (from_user, to_user));
    update ledger_transactions set
      from_user = case from_user when p_user_id then p_pseudonym else from_user end,
      to_user = case to_user when p_user_id then p_pseudonym else to_user end,
      created_by = case when created_by = v_own or created_by = any(v_keys)
        then 'person:' || p_pseudonym else created_by end,
      failure_reason = put_pseudonym(failure_reason, p_user_id, p_pseudonym),
      metadata = case when transaction_type in ('release', 'reversal') then metadata else '{}' end,
      analysis = null
      where p_user_id in (from_user, to_user);
    update ledger_transactions set created_by = 'person:' || p_pseudonym where created_by = v_own;
    update ledger_accounts set owner = p_pseudonym where owner = p_user_id;
    if not exists (select from ledger_accounts
      where owner = p_pseudonym and kind = 'forecast_stake' and balance > 0) then
      perform ledger_close(p_pseudonym, p_at);
    end if;
    perform set_config('ledger.writer', 'off', true), set_config('erasure.under_way', 'no', true);
  end $$`;

/** The writer's role, where there is one, may rename in stored answers; else the program may. */
const PRIVILEGES = `do $$
  begin
    if exists (select from pg_roles where rolname = 'ledger_writer') then
      execute format('grant create on schema %I to ledger_writer', current_schema());
      grant update on idempotency_keys to ledger_writer;
      grant select on api_keys to ledger_writer;
      alter function erase_from_ledger(text, text, timestamptz) owner to ledger_writer;
      execute format('revoke create on schema %I from ledger_writer', current_schema());
    else
      execute format('grant update on idempotency_keys to %I', current_user);
    end if;
  exception when insufficient_privilege then
    execute format('grant update on idempotency_keys to %I', current_user);
  end $$`;

export const ERASE_FROM_LEDGER = [PUT_PSEUDONYM, RENAME_ANSWER, ...GUARDS, ERASE, PRIVILEGES];
