/** Each is one statement that gives the first wrong row as a sentence in `what`, or nothing. */

const ENTRY_FOLLOWS = `
  select format('Entry %s is wrong: %s.', e.id, case
      when e.balance_before is distinct from e.expected then format(
        'account %s had %s before it, and it says %s', e.account_id, e.expected, e.balance_before)
      when e.balance_after is distinct from e.balance_before + e.amount then format(
        '%s and %s do not make %s', e.balance_before, e.amount, e.balance_after)
      else 'the balance falls below zero' end) as what
  from (
    select e.id, e.account_id, e.amount, e.balance_before, e.balance_after,
      coalesce(lag(e.balance_after) over w, a.opening_balance) as expected
    from ledger_entries e left join ledger_accounts a on a.id = e.account_id
    window w as (partition by e.account_id order by e.id)
  ) e
  where e.balance_before is distinct from e.expected
    or e.balance_after is distinct from e.balance_before + e.amount or e.balance_after < 0
  order by e.id limit 1`;

const ACCOUNT_FOLLOWS = `
  select format('Account %s is wrong: it holds %s, its entries make %s.', a.id, a.balance,
    a.opening_balance + coalesce(e.total, 0)) as what
  from ledger_accounts a left join (
    select account_id, sum(amount) as total from ledger_entries group by account_id
  ) e on e.account_id = a.id
  where a.balance is distinct from a.opening_balance + coalesce(e.total, 0) or a.balance < 0
  order by a.id limit 1`;

/** What each type moves, by account; a reversal moves the opposite of what it takes back. */
const TRANSACTION_FOLLOWS = `
  with sums as (
    select e.transaction_id as id, count(*) as entries, sum(e.amount) as total,
      sum(e.amount) filter (where a.kind = 'fees') as fees,
      sum(e.amount) filter (where a.owner = t.from_user and a.kind = k.from_kind) as given,
      sum(e.amount) filter (where a.owner = t.to_user and a.kind = any(k.to_kinds)) as taken
    from ledger_entries e join ledger_accounts a on a.id = e.account_id
    left join ledger_transactions t on t.id = e.transaction_id
    left join (values ('send', 'available', '{available}'::text[]),
      ('mint', 'system', '{available}'), ('burn', 'available', '{burned}'),
      ('stake', 'available', '{staked}'), ('unstake', 'staked', '{available,cooling}'),
      ('release', 'cooling', '{available}')) k(type, from_kind, to_kinds)
      on k.type = t.transaction_type
    group by e.transaction_id
  )
  select format('Transaction %s is wrong: %s.', coalesce(t.id, s.id), j.what) as what
  from ledger_transactions t full join sums s on s.id = t.id
  cross join lateral (select case
    when t.id is null then 'it has entries and is not there'
    when t.status = 'completed' and s.id is null then 'it is completed and has no entries'
    when t.status <> 'completed' and s.id is not null then
      format('it is %s and has entries', t.status)
    when s.id is null then case when t.fee > 0 and t.transaction_type <> 'send'
      then 'only a send has a fee' end
    when s.entries < 2 then 'it has one entry alone'
    when s.total <> 0 then format('its entries sum to %s', s.total)
    when t.transaction_type in ('reversal', 'forecast_stake', 'forecast_settlement') then
      case when t.fee <> 0 then 'only a send has a fee'
        when t.transaction_type = 'reversal' and t.reverses_id is null then 'it reverses nothing' end
    when coalesce(s.fees, 0) <> t.fee then
      format('it says a fee of %s and paid %s', t.fee, coalesce(s.fees, 0))
    when t.fee > 0 and (t.transaction_type <> 'send' or t.fee > t.amount) then
      format('a fee of %s is too much for it', t.fee)
    when s.given is distinct from -(t.amount + t.fee) then
      format('its sender gave %s of %s', coalesce(-s.given, 0), t.amount + t.fee)
    when s.taken is distinct from t.amount then
      format('its receiver got %s of %s', coalesce(s.taken, 0), t.amount)
    end as what) j
  where j.what is not null
  order by t.seq limit 1`;

const REVERSAL_FOLLOWS = `
  select format('Transaction %s is wrong: it does not take back what %s moved.', r.id,
    r.reverses_id) as what
  from ledger_transactions r
  where r.transaction_type = 'reversal' and r.status = 'completed' and exists (
    select from ledger_entries e where e.transaction_id in (r.id, r.reverses_id)
    group by e.account_id having sum(e.amount) <> 0)
  order by r.seq limit 1`;

const SUPPLY_HOLDS = `
  select format('The accounts hold %s, the books were opened with %s.', sum(balance),
    sum(opening_balance)) as what
  from ledger_accounts having sum(balance) <> sum(opening_balance)`;

/** Links as they follow from each other and from what the ledger says now. */
const CHAIN_FOLLOWS = `
  with texts as (
    select t.id, sha256(convert_to(ledger_transaction_text(t, e.lines), 'UTF8')) as leaf
    from ledger_transactions t join (
      select transaction_id, string_agg(ledger_entry_text(e), E'\\n' order by e.id) as lines
      from ledger_entries e group by transaction_id
    ) e on e.transaction_id = t.id
  )
  select format('Link %s of the chain is wrong: %s.', c.position, j.what) as what
  from (select c.*, row_number() over w as place, lag(c.hash) over w as previous
    from ledger_chain c window w as (order by c.position)) c
  left join texts t on t.id = c.transaction_id
  left join ledger_chain b on b.position = c.position & (c.position - 1)
  cross join lateral (select case
    when c.position <> c.place then 'a link before it is missing'
    when t.leaf is null then
      format('transaction %s, which it holds, is not there', c.transaction_id)
    when t.leaf <> c.leaf then
      format('transaction %s or its entries are not what was chained', c.transaction_id)
    when c.hash <> ledger_link_hash(c.position, coalesce(c.previous, g.hash),
      coalesce(b.hash, g.hash), c.leaf) then 'its hash does not follow from the links before it'
    end as what
    from (select decode(repeat('0', 64), 'hex') as hash) g) j
  where j.what is not null
  order by c.position limit 1`;

/** What the chainer has passed is in the chain: who adds a link, or takes one out, is seen. */
const CHAIN_IS_WHOLE = `
  select format('Transaction %s is not in the chain: its link was removed.', t.id) as what
  from ledger_chain_state s join ledger_entries e on e.written_by < s.settled_below
  join ledger_transactions t on t.id = e.transaction_id
  where s.server = (select system_identifier::text from pg_control_system())
    and not exists (select from ledger_chain c where c.transaction_id = t.id)
  order by e.id limit 1`;

/** In the order in which they are made: what is nearest to the coins first. */
export const LEDGER_CHECKS = [
  ENTRY_FOLLOWS,
  ACCOUNT_FOLLOWS,
  TRANSACTION_FOLLOWS,
  REVERSAL_FOLLOWS,
  SUPPLY_HOLDS,
  CHAIN_FOLLOWS,
  CHAIN_IS_WHOLE,
];
