import { BEGIN_WRITING, END_WRITING, WRITER } from "./m0011_ledger_functions.ts";

/** The accounts that a transaction moves coins between, and how much; the fee is not among them. */
const LEGS = `create function "ledger_legs"(p_type text, p_from text, p_to text, p_amount numeric,
    p_fee numeric, p_cooling boolean, p_at timestamptz,
    out v_accounts bigint[], out v_amounts numeric[], out v_opened boolean, out v_refusal jsonb)
  language plpgsql as $$
  declare
    v_owners text[] := case p_type when 'mint' then array['system', p_to]
      when 'burn' then array[p_from, 'burned'] when 'send' then array[p_from, p_to]
      else array[p_from, p_from] end;
    v_kinds text[] := case p_type when 'send' then array['available', 'available']
      when 'mint' then array['system', 'available']
      when 'burn' then array['available', 'burned']
      when 'stake' then array['available', 'staked']
      when 'unstake' then array['staked', case when p_cooling then 'cooling' else 'available' end]
      when 'release' then array['cooling', 'available'] end;
    v_id bigint;
    v_new boolean;
  begin
    v_opened := false;
    v_amounts := array[-(p_amount + p_fee), p_amount];
    for v_place in 1 .. 2 loop
      select id into v_id from ledger_accounts where owner = v_owners[v_place]
        and kind = v_kinds[v_place] and shard = 0 and closed_at is null;
      if v_id is null then
        select a.v_id, a.v_opened into v_id, v_new from ledger_account(v_owners[v_place],
          v_kinds[v_place], p_type = 'mint', p_at) a;
        v_opened := v_opened or v_new;
      end if;
      if v_id is null then
        v_refusal := ledger_unknown(v_owners[v_place]);
        return;
      end if;
      v_accounts := v_accounts || v_id;
    end loop;
  end $$`;

const UNKNOWN = `create function "ledger_unknown"(p_owner text) returns jsonb
  language sql immutable as $$
    select ledger_refusal('USER_NOT_FOUND', format(case when p_owner in ('system', 'burned')
      then '"%s" is no person: coins come to it and leave it by minting, burning and fees only.'
      else 'There is no person "%s". Check the user id.' end, p_owner),
      jsonb_build_object('user_id', p_owner))
  $$`;

/** Legs that the caller gives: several of one account are one. */
const GIVEN_LEGS = `create function "ledger_given_legs"(p_legs jsonb, p_at timestamptz,
    out v_accounts bigint[], out v_amounts numeric[], out v_opened boolean, out v_refusal jsonb)
  language plpgsql as $$
  declare
    v_leg record;
    v_id bigint;
    v_new boolean;
  begin
    v_opened := false;
    for v_leg in
      select leg ->> 'owner' as owner, leg ->> 'kind' as kind,
        sum((leg ->> 'amount')::numeric) as amount
      from jsonb_array_elements(p_legs) leg group by 1, 2
      having sum((leg ->> 'amount')::numeric) <> 0 order by 1, 2
    loop
      if v_leg.kind not in ('available', 'forecast_stake')
        or v_leg.amount <> round(v_leg.amount, 8) then
        raise exception 'A leg of % % is not for this.', v_leg.amount, v_leg.kind;
      end if;
      select a.v_id, a.v_opened into v_id, v_new
        from ledger_account(v_leg.owner, v_leg.kind, false, p_at) a;
      v_opened := v_opened or v_new;
      if v_id is null then
        v_refusal := ledger_unknown(v_leg.owner);
        return;
      end if;
      v_accounts := v_accounts || v_id;
      v_amounts := v_amounts || v_leg.amount;
    end loop;
  end $$`;

/** Writes down a transaction; returns it. */
const WRITE = `create function "ledger_write"(p jsonb, p_status text, p_at timestamptz,
    p_now timestamptz) returns ledger_transactions
  language plpgsql as $$
  declare v_row ledger_transactions;
  begin
    insert into ledger_transactions (id, from_user, to_user, amount, fee, transaction_type,
      status, metadata, analysis, reverses_id, not_before, created_by, created_at, event_at,
      finished_at)
    values ((p ->> 'id')::uuid, p ->> 'from', p ->> 'to', (p ->> 'amount')::numeric,
      (p ->> 'fee')::numeric, p ->> 'type', p_status, coalesce(p -> 'metadata', '{}'),
      nullif(p -> 'analysis', 'null'), (p ->> 'reversesId')::uuid,
      to_timestamp((p ->> 'notBeforeMs')::float8 / 1000), p ->> 'createdBy', p_now, p_at,
      case p_status when 'completed' then p_at end)
    returning * into v_row;
    return v_row;
  end $$`;

/**
 * Makes a transaction: pending (\`create\`) or with its coins moved (\`post\`). What was opened for one
 * that is refused must not stay: then the refusal is raised, as SQLSTATE LG001.
 */
const MAKE = `create function "ledger_make"(p jsonb, p_at timestamptz, p_now timestamptz)
  returns jsonb
  language plpgsql as $$
  declare
    v_amount numeric := (p ->> 'amount')::numeric;
    v_fee numeric := (p ->> 'fee')::numeric;
    v_cool_ms float8 := coalesce((p ->> 'coolDownMs')::float8, 0);
    v_type text := p ->> 'type';
    v_legs record;
    v_row ledger_transactions;
    v_answer jsonb;
  begin
    if v_amount = 'NaN' or v_amount <> round(v_amount, 8) or v_fee <> round(v_fee, 8) then
      raise exception 'This is no amount or has more than 8 decimals: % and a fee of %.',
        v_amount, v_fee;
    end if;
    if v_type = 'send' and p ->> 'from' = p ->> 'to' then
      return ledger_refusal('SELF_TRANSFER', 'Sender and receiver are the same person.', null);
    end if;
    if p -> 'legs' is not null then
      v_legs := ledger_given_legs(p -> 'legs', p_at);
    else
      v_legs := ledger_legs(v_type, p ->> 'from', p ->> 'to', v_amount, v_fee,
        v_cool_ms > 0, p_at);
    end if;
    v_answer := v_legs.v_refusal;
    if v_answer is null and p ->> 'op' = 'post' then
      v_answer := ledger_apply((p ->> 'id')::uuid, v_legs.v_accounts, v_legs.v_amounts,
        v_fee, p_at, p_now);
    end if;
    if v_answer is not null then
      if v_legs.v_opened then
        raise exception 'A posting was refused.'
          using errcode = 'LG001', detail = (v_answer -> 'refusal')::text;
      end if;
      return v_answer;
    end if;
    v_row := ledger_write(p, case p ->> 'op' when 'post' then 'completed' else 'pending' end,
      p_at, p_now);
    if v_type = 'unstake' and v_cool_ms > 0 and p ->> 'op' = 'post' then
      perform ledger_cool(p, v_row, p_at, p_now);
    end if;
    return jsonb_build_object('transaction', ledger_new_view(v_row));
  end $$`;

/** Writes down what makes unstaked coins available when the cool-down is over. */
const COOL = `create function "ledger_cool"(p jsonb, p_row ledger_transactions, p_at timestamptz,
    p_now timestamptz) returns void
  language plpgsql as $$
  begin
    perform ledger_write(jsonb_build_object('id', ledger_new_id(), 'type', 'release',
      'from', p_row.from_user, 'to', p_row.to_user, 'amount', p_row.amount, 'fee', 0,
      'createdBy', p_row.created_by,
      'notBeforeMs', (p ->> 'atMs')::float8 + (p ->> 'coolDownMs')::float8,
      'metadata', jsonb_build_object('unstaked_by', p_row.id)), 'pending', p_at, p_now);
  end $$`;

/** Moves the coins of a pending transaction; where it cannot, the transaction has failed. */
const EXECUTE = `create function "ledger_execute"(p jsonb, p_at timestamptz, p_now timestamptz)
  returns jsonb
  language plpgsql as $$
  declare
    v_row ledger_transactions;
    v_legs record;
    v_refusal jsonb;
    v_is_cancel boolean := p ->> 'op' = 'cancel';
    v_cool_ms float8 := coalesce((p ->> 'coolDownMs')::float8, 0);
  begin
    select * into v_row from ledger_transactions where id = (p ->> 'transactionId')::uuid
      for update;
    if not found then
      return ledger_refusal('NOT_FOUND', 'There is no such transaction.', null);
    end if;
    if v_row.status <> 'pending' or v_is_cancel and v_row.transaction_type = 'release'
      or not v_is_cancel and v_row.not_before > p_at then
      return ledger_refusal('INVALID_STATE', case
        when v_row.status <> 'pending' then format('The transaction is %s, not pending.', v_row.status)
        when v_is_cancel then 'Coins that are cooling down cannot be kept from it.'
        else 'The cool-down is not over.' end,
        jsonb_build_object('status', v_row.status));
    end if;
    if not v_is_cancel then
      v_legs := ledger_legs(v_row.transaction_type, v_row.from_user, v_row.to_user,
        v_row.amount, v_row.fee, v_cool_ms > 0, p_at);
      v_refusal := coalesce(v_legs.v_refusal, ledger_apply(v_row.id, v_legs.v_accounts,
        v_legs.v_amounts, v_row.fee, p_at, p_now));
    end if;
    update ledger_transactions set finished_at = p_at,
      status = case when v_is_cancel then 'cancelled' when v_refusal is null then 'completed'
        else 'failed' end,
      failure_code = v_refusal #>> '{refusal,code}',
      failure_reason = v_refusal #>> '{refusal,message}'
      where id = v_row.id returning * into v_row;
    if v_row.status = 'completed' and v_row.transaction_type = 'unstake' and v_cool_ms > 0 then
      perform ledger_cool(p, v_row, p_at, p_now);
    end if;
    return coalesce(v_refusal, '{}') || jsonb_build_object('transaction', ledger_new_view(v_row));
  end $$`;

/** Takes a completed transaction back, fee included, by its entries with the other sign; once. */
const REVERSE = `create function "ledger_reverse"(p jsonb, p_at timestamptz, p_now timestamptz)
  returns jsonb
  language plpgsql as $$
  declare
    v_row ledger_transactions;
    v_accounts bigint[];
    v_amounts numeric[];
    v_refusal jsonb;
  begin
    select * into v_row from ledger_transactions where id = (p ->> 'transactionId')::uuid
      for update;
    if not found then
      return ledger_refusal('NOT_FOUND', 'There is no such transaction.', null);
    end if;
    if v_row.status <> 'completed' or v_row.transaction_type not in ('send', 'mint', 'burn') then
      return ledger_refusal('INVALID_STATE', format('Completed transactions of the types send, mint and '
        'burn can be reversed; this is a %s that is %s.', v_row.transaction_type, v_row.status),
        jsonb_build_object('status', v_row.status));
    end if;
    if exists (select from ledger_transactions where reverses_id = v_row.id) then
      return ledger_refusal('INVALID_STATE', 'The transaction was reversed before.',
        jsonb_build_object('status', v_row.status));
    end if;
    select array_agg(account_id order by id), array_agg(-amount order by id)
      into v_accounts, v_amounts from ledger_entries where transaction_id = v_row.id;
    v_refusal := ledger_apply((p ->> 'id')::uuid, v_accounts, v_amounts, 0, p_at, p_now);
    if v_refusal is not null then
      return v_refusal;
    end if;
    v_row := ledger_write(p || jsonb_build_object('type', 'reversal', 'reversesId', v_row.id,
      'from', v_row.to_user, 'to', v_row.from_user, 'amount', v_row.amount, 'fee', 0,
      'metadata', jsonb_build_object('reason', p ->> 'reason',
        'fee_returned', trim_scale(v_row.fee)::text)), 'completed', p_at, p_now);
    return jsonb_build_object('transaction', ledger_new_view(v_row));
  end $$`;

/**
 * The one way to write to the ledger, in one round trip. With a key (\`scope\`, \`key\`,
 * \`requestHash\`) the answer is kept for good: asked again, it is given again, with \`replayed\`.
 * A refusal that changed nothing is not kept, so that the same key may succeed later.
 */
const POST = `create function "ledger_post"(p jsonb) returns jsonb
  ${WRITER} as $$
  declare
    v_at timestamptz := to_timestamp((p ->> 'atMs')::float8 / 1000);
    v_now timestamptz := clock_timestamp();
    v_known record;
    v_answer jsonb;
  begin
    if p -> 'key' is not null then
      perform pg_advisory_xact_lock(hashtextextended((p ->> 'scope') || ' ' || (p ->> 'key'), 11));
      select request_hash, answer into v_known from idempotency_keys
        where scope = p ->> 'scope' and key = p ->> 'key';
      if found then
        if v_known.request_hash = p ->> 'requestHash' then
          return v_known.answer || '{"replayed": true}';
        end if;
        return ledger_refusal('IDEMPOTENCY_CONFLICT',
          'This Idempotency-Key was sent before with another request. Take a new key.', null);
      end if;
    end if;
    p := p || jsonb_build_object('id', ledger_new_id());
    ${BEGIN_WRITING}
    v_answer := case
      when p ->> 'op' in ('post', 'create') then ledger_make(p, v_at, v_now)
      when p ->> 'op' in ('execute', 'cancel') then ledger_execute(p, v_at, v_now)
      when p ->> 'op' = 'reverse' then ledger_reverse(p, v_at, v_now) end;
    if v_answer -> 'transaction' is not null and p -> 'balanceOf' is not null then
      v_answer := v_answer || jsonb_build_object('balance', ledger_balance(p ->> 'balanceOf'));
    end if;
    if v_answer -> 'transaction' is not null and p -> 'key' is not null then
      insert into idempotency_keys (scope, key, request_hash, answer, transaction_id, created_at)
      values (p ->> 'scope', p ->> 'key', p ->> 'requestHash', v_answer,
        (v_answer #>> '{transaction,id}')::uuid, v_now);
    end if;
    ${END_WRITING}
    return v_answer;
  end $$`;

export const LEDGER_POST = [
  UNKNOWN,
  LEGS,
  GIVEN_LEGS,
  WRITE,
  COOL,
  MAKE,
  EXECUTE,
  REVERSE,
  POST,
];
