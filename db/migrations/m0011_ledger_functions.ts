/**
 * An entrance of the writer sets "ledger.writer" for as long as it runs; the guards let nothing else
 * write. What is called from inside needs none of it, and is of no use from outside. The setting is
 * made in the body: only a superuser may put one of this kind into the head of a function.
 */
export const WRITER = `language plpgsql security definer set search_path from current`;
export const BEGIN_WRITING = `perform set_config('ledger.writer', 'on', true);`;
export const END_WRITING = `perform set_config('ledger.writer', 'off', true);`;

/** Amounts as texts without trailing zeros, times as milliseconds since the epoch. */
const NEW_VIEW = `create function "ledger_new_view"(t ledger_transactions) returns jsonb
  language sql stable as $$
    select jsonb_build_object(
      'id', t.id, 'fromUser', t.from_user, 'toUser', t.to_user,
      'amount', trim_scale(t.amount)::text, 'fee', trim_scale(t.fee)::text,
      'type', t.transaction_type, 'status', t.status,
      'failureCode', t.failure_code, 'failureReason', t.failure_reason,
      'metadata', t.metadata, 'analysis', t.analysis, 'reversesId', t.reverses_id,
      'reversedById', null,
      'notBeforeMs', floor(extract(epoch from t.not_before) * 1000),
      'createdBy', t.created_by,
      'eventAtMs', floor(extract(epoch from t.event_at) * 1000),
      'createdAtMs', floor(extract(epoch from t.created_at) * 1000),
      'finishedAtMs', floor(extract(epoch from t.finished_at) * 1000))
  $$`;

/** As the one above, for a transaction that may have been reversed since; the look-up costs time. */
const VIEW = `create function "ledger_view"(t ledger_transactions) returns jsonb
  language sql stable as $$
    select ledger_new_view(t) || jsonb_build_object('reversedById',
      (select r.id from ledger_transactions r where r.reverses_id = t.id))
  $$`;

const BALANCE = `create function "ledger_balance"(p_owner text) returns jsonb
  language sql stable as $$
    select jsonb_build_object(
      'userId', p_owner,
      'balance', trim_scale(coalesce(sum(balance) filter (where kind = 'available'), 0))::text,
      'stakedBalance', trim_scale(coalesce(sum(balance) filter (where kind = 'staked'), 0))::text,
      'coolingBalance', trim_scale(coalesce(sum(balance) filter (where kind = 'cooling'), 0))::text,
      'forecastStakes',
        trim_scale(coalesce(sum(balance) filter (where kind = 'forecast_stake'), 0))::text,
      'lastUpdatedMs', floor(extract(epoch from max(updated_at)) * 1000))
    from ledger_accounts where owner = p_owner having count(*) > 0
  $$`;

/** Time-ordered (RFC 9562, version 7): new rows come to the end of the index. */
const NEW_ID = `create function "ledger_new_id"() returns uuid language sql volatile as $$
    select encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
      from 1 for 6), 52, 1), 53, 1), 'hex')::uuid
  $$`;

const REFUSAL = `create function "ledger_refusal"(p_code text, p_message text, p_details jsonb)
  returns jsonb language sql immutable as $$
    select jsonb_build_object('refusal',
      jsonb_build_object('code', p_code, 'message', p_message, 'details', p_details))
  $$`;

/** Opens the books once; says what the initial supply is. */
const OPEN = `create function "ledger_open"(p_supply numeric, p_at timestamptz) returns numeric
  ${WRITER} as $$
  begin
    ${BEGIN_WRITING}
    perform pg_advisory_xact_lock(7402168011);
    if not exists (select from ledger_accounts where owner = 'system' and kind = 'system') then
      insert into ledger_accounts (owner, kind, shard, opening_balance, balance, opened_at,
        updated_at)
      values ('system', 'system', 0, p_supply, p_supply, p_at, p_at),
        ('burned', 'burned', 0, 0, 0, p_at, p_at);
      insert into ledger_accounts (owner, kind, shard, opening_balance, balance, opened_at,
        updated_at)
      select 'system', 'fees', shard, 0, 0, p_at, p_at from generate_series(0, 63) shard;
    end if;
    ${END_WRITING}
    return (select trim_scale(opening_balance) from ledger_accounts
      where owner = 'system' and kind = 'system');
  end $$`;

/** Of an erased person: nothing comes or goes any more. */
const CLOSE = `create function "ledger_close"(p_owner text, p_at timestamptz) returns void
  ${WRITER} as $$
  begin
    ${BEGIN_WRITING}
    update ledger_accounts set closed_at = p_at
      where owner = p_owner and closed_at is null
        and kind in ('available', 'staked', 'cooling', 'forecast_stake');
    ${END_WRITING}
  end $$`;

/**
 * The account of an owner; null where there is none and it may not be opened. A registered person and
 * whoever has an account are known; minting makes anyone known.
 */
const ACCOUNT = `create function "ledger_account"(p_owner text, p_kind text, p_anyone boolean,
    p_at timestamptz, out v_id bigint, out v_opened boolean)
  language plpgsql as $$
  declare v_closed timestamptz;
  begin
    v_opened := false;
    select id, closed_at into v_id, v_closed from ledger_accounts
      where owner = p_owner and kind = p_kind and shard = 0;
    if v_id is not null then
      if v_closed is not null then v_id := null; end if;
      return;
    end if;
    if p_owner in ('system', 'burned') then return; end if;
    if not p_anyone and not exists (select from people where user_id = p_owner)
      and (p_kind = 'available' or not exists (
        select from ledger_accounts where owner = p_owner and kind = 'available'
          and closed_at is null)) then
      return;
    end if;
    insert into ledger_accounts (owner, kind, shard, opening_balance, balance, opened_at, updated_at)
      values (p_owner, p_kind, 0, 0, 0, p_at, p_at)
      on conflict (owner, kind, shard) do nothing returning id into v_id;
    v_opened := v_id is not null;
    if not v_opened then
      select id into v_id from ledger_accounts
        where owner = p_owner and kind = p_kind and shard = 0;
    end if;
  end $$`;

/**
 * A fee account that nobody holds: 64 of them, so that transfers do not queue for one row. It is
 * locked after all others and its holder waits for nothing, so it is in no deadlock.
 */
const FEE_ACCOUNT = `create function "ledger_fee_account"() returns bigint
  language plpgsql as $$
  declare
    v_shard int := floor(random() * 64);
    v_id bigint;
  begin
    select id into v_id from ledger_accounts
      where owner = 'system' and kind = 'fees' and shard >= v_shard
      order by shard limit 1 for update skip locked;
    if v_id is null then
      select id into v_id from ledger_accounts
        where owner = 'system' and kind = 'fees' and shard < v_shard
        order by shard limit 1 for update skip locked;
    end if;
    if v_id is null then
      select id into v_id from ledger_accounts
        where owner = 'system' and kind = 'fees' and shard = v_shard for update;
    end if;
    return v_id;
  end $$`;

/**
 * Moves coins: locks the accounts in the order of their ids, checks that none falls below zero, writes
 * balances and entries. Nothing is written where it refuses. A refusal does not say what the account
 * has: both sides of a transaction may read why it failed.
 *
 * @returns null, or the refusal
 */
const APPLY = `create function "ledger_apply"(p_transaction uuid, p_accounts bigint[],
    p_amounts numeric[], p_fee numeric, p_event_at timestamptz, p_now timestamptz) returns jsonb
  language plpgsql as $$
  declare
    v_accounts bigint[] := p_accounts;
    v_amounts numeric[] := p_amounts;
    v_row record;
    v_place int;
    v_sum numeric := p_fee;
  begin
    for v_row in select id, owner, kind, balance, closed_at from ledger_accounts
      where id = any(p_accounts) order by id for update
    loop
      if v_row.closed_at is not null then return ledger_unknown(v_row.owner); end if;
      v_place := array_position(p_accounts, v_row.id);
      v_sum := v_sum + p_amounts[v_place];
      if v_row.balance + p_amounts[v_place] < 0 then
        return ledger_refusal(
          case v_row.kind when 'staked' then 'INSUFFICIENT_STAKE' else 'INSUFFICIENT_FUNDS' end,
          format('%s has too little %s: %s TBC would be needed.', v_row.owner,
            case v_row.kind when 'system' then 'left' else replace(v_row.kind, '_', ' ') end,
            trim_scale(-p_amounts[v_place])),
          jsonb_build_object('owner', v_row.owner, 'account', v_row.kind,
            'needs', trim_scale(-p_amounts[v_place])::text));
      end if;
    end loop;
    if v_sum <> 0 then
      raise exception 'The entries of a transaction do not sum to zero.';
    end if;
    if p_fee > 0 then
      v_accounts := v_accounts || ledger_fee_account();
      v_amounts := v_amounts || p_fee;
    end if;
    with moved as (
      update ledger_accounts a set balance = a.balance + leg.amount, updated_at = p_event_at
        from unnest(v_accounts, v_amounts) leg (id, amount) where a.id = leg.id
        returning a.id, leg.amount, a.balance
    )
    insert into ledger_entries (transaction_id, account_id, amount, balance_before,
      balance_after, event_at, created_at)
    select p_transaction, id, amount, balance - amount, balance, p_event_at, p_now from moved;
    return null;
  end $$`;

export const LEDGER_FUNCTIONS = [
  NEW_VIEW,
  VIEW,
  BALANCE,
  NEW_ID,
  REFUSAL,
  OPEN,
  CLOSE,
  ACCOUNT,
  FEE_ACCOUNT,
  APPLY,
];
