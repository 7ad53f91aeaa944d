import type { Sql, TransactionalSql } from "../database.ts";

/** Any number will do, as long as every version of the program takes the same. */
const LEDGER_CHAIN_LOCK = 7_402_168_012;

/** Entries that are looked at in one step. */
const STEP_ENTRIES = 20_000;

export interface ChainedLedger {
  /** Links that were added. */
  readonly added: number;
  /** True when another process is chaining: nothing was done here. */
  readonly busy: boolean;
}

interface Step {
  readonly found: number;
  readonly added: number;
}

/**
 * Links every completed transaction into the hash chain that is not in it yet. Works behind the
 * writes, a few thousand transactions at a time, and locks nothing that they need; of several
 * processes one works and the others leave at once.
 */
export async function chainLedger(
  db: TransactionalSql,
  options: {
    readonly nowMs: number;
    readonly stepEntries?: number;
    readonly signal?: AbortSignal;
  },
): Promise<ChainedLedger> {
  const stepEntries = options.stepEntries ?? STEP_ENTRIES;
  let added = 0;
  while (!options.signal?.aborted) {
    const step = await db.transaction((tx) => takeStep(tx, stepEntries, options.nowMs));
    if (step === null) return { added, busy: true };
    added += step.added;
    if (step.found < stepEntries) break;
  }
  return { added, busy: false };
}

async function takeStep(tx: Sql, stepEntries: number, nowMs: number): Promise<Step | null> {
  const [lock] = await tx.sql<{ taken: boolean }>(
    "select pg_try_advisory_xact_lock($1) as taken",
    [LEDGER_CHAIN_LOCK],
  );
  if (!lock?.taken) return null;
  const [state] = await tx.sql<{ settledBelow: number; isOurs: boolean }>(
    `select settled_below as "settledBelow", server = ${SERVER} as "isOurs"
     from ledger_chain_state`,
  );
  // Transaction ids of another server, from before a restore, say nothing here.
  const fromMs = nowMs / 1000;
  const [step] = state?.isOurs
    ? await tx.sql<Step>(APPEND_NEXT, [fromMs, state.settledBelow, stepEntries])
    : await tx.sql<Step>(APPEND_ALL, [fromMs]);
  return step ?? null;
}

const SERVER = "(select system_identifier::text from pg_control_system())";

/** Whoever has a lower number has ended: what can be seen of them now is all there will be. */
const HORIZON = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint";

/** Links what `fresh` (transaction_id, first, lines) has, and notes how far it went. */
const appendFresh = (below: string, found: string) => `
  listed as (
    select array_agg(t.id order by fresh.first) as ids,
      array_agg(ledger_transaction_text(t, fresh.lines) order by fresh.first) as texts
    from fresh join ledger_transactions t on t.id = fresh.transaction_id
  ), noted as (
    insert into ledger_chain_state as s (id, settled_below, server)
    values (1, ${below}, ${SERVER})
    on conflict (id) do update
      set settled_below = excluded.settled_below, server = excluded.server
    where (s.settled_below, s.server) is distinct from (excluded.settled_below, excluded.server)
  )
  select ${found} as found, coalesce(array_length(ids, 1), 0) as added,
    ledger_append_links(ids, texts, to_timestamp($1::float8)) as head
  from listed`;

const FRESH = `select e.transaction_id, min(e.id) as first,
    string_agg(ledger_entry_text(e), E'\\n' order by e.id) as lines
  from ledger_entries e`;

const NOT_CHAINED =
  "not exists (select from ledger_chain c where c.transaction_id = e.transaction_id)";

/** What was written since the last step and is settled, whole database transactions at a time. */
const APPEND_NEXT = `
  with slice as materialized (
    select written_by from ledger_entries
    where written_by >= $2 and written_by < ${HORIZON} order by written_by limit $3
  ), reach as materialized (
    select count(*) as found, case when count(*) < $3 then greatest($2, ${HORIZON})
      else max(written_by) + 1 end as below
    from slice
  ), fresh as (
    ${FRESH}
    where e.written_by >= $2 and e.written_by < (select below from reach) and ${NOT_CHAINED}
    group by e.transaction_id
  ), ${appendFresh("(select below from reach)", "(select found from reach)")}`;

/** The first time, and after a move to another server. */
const APPEND_ALL = `
  with fresh as (
    ${FRESH}
    where ${NOT_CHAINED}
    group by e.transaction_id
  ), ${appendFresh(HORIZON, "0::bigint")}`;
