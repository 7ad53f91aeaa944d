import type { Sql } from "../database.ts";
import type {
  LedgerTransaction,
  LedgerTransactionStatus,
  LedgerTransactionType,
} from "./ledger_transaction.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** One transaction; null where there is none of that id. */
export async function readTransaction(db: Sql, id: string): Promise<LedgerTransaction | null> {
  if (!UUID.test(id)) return null;
  const rows = await db.sql<{ one: LedgerTransaction }>(
    "select ledger_view(t) as one from ledger_transactions t where id = $1",
    [id],
  );
  return rows[0]?.one ?? null;
}

export interface HistoryFilter {
  readonly userId: string;
  readonly limit: number;
  /** Id of the last transaction of the page before. */
  readonly cursor?: string;
  readonly type?: LedgerTransactionType;
  readonly status?: LedgerTransactionStatus;
  /** `in`: to the person; `out`: from the person. */
  readonly direction?: "in" | "out";
  readonly counterparty?: string;
  /** Both ends are included. */
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly min?: string;
  readonly max?: string;
}

/** Transactions of a person, the newest first. */
export async function readHistory(db: Sql, filter: HistoryFilter): Promise<LedgerTransaction[]> {
  const side = (mine: string, other: string, direction: string) =>
    `select * from (
       select t.* from ledger_transactions t
       where ${mine} = $1 and coalesce($4, '${direction}') = '${direction}'
         and ($3::uuid is null
           or seq < (select c.seq from ledger_transactions c where c.id = $3::uuid))
         and ($5::text is null or transaction_type = $5) and ($6::text is null or status = $6)
         and ($7::text is null or ${other} = $7)
         and ($8::float8 is null or event_at >= to_timestamp($8::float8 / 1000))
         and ($9::float8 is null or event_at <= to_timestamp($9::float8 / 1000))
         and ($10::numeric is null or amount >= $10) and ($11::numeric is null or amount <= $11)
       order by seq desc limit $2) ${direction}_side`;
  const rows = await db.sql<{ one: LedgerTransaction }>(
    `select ledger_view(t) as one from ledger_transactions t join (
       select id from (${side("from_user", "to_user", "out")}) a
       union select id from (${side("to_user", "from_user", "in")}) b) both_sides using (id)
     order by t.seq desc limit $2`,
    [
      filter.userId,
      filter.limit,
      filter.cursor ?? null,
      filter.direction ?? null,
      filter.type ?? null,
      filter.status ?? null,
      filter.counterparty ?? null,
      filter.fromMs ?? null,
      filter.toMs ?? null,
      filter.min ?? null,
      filter.max ?? null,
    ],
  );
  return rows.map((row) => row.one);
}

/** Transactions that are pending or being processed, the newest first. */
export async function readPending(
  db: Sql,
  page: { readonly limit: number; readonly cursor?: string },
): Promise<LedgerTransaction[]> {
  const rows = await db.sql<{ one: LedgerTransaction }>(
    `select ledger_view(t) as one from ledger_transactions t
     where status in ('pending', 'processing') and ($2::uuid is null
       or seq < (select c.seq from ledger_transactions c where c.id = $2::uuid))
     order by seq desc limit $1`,
    [page.limit, page.cursor ?? null],
  );
  return rows.map((row) => row.one);
}

/** Counts over all transactions; amounts are decimal texts. */
export interface LedgerStatistics {
  readonly total: number;
  /** Being processed among them. */
  readonly pending: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Amounts and fees of the completed ones. */
  readonly volume: string;
  readonly fees: string;
}

export async function readStatistics(db: Sql): Promise<LedgerStatistics> {
  const rows = await db.sql<LedgerStatistics>(
    `select count(*) as total,
       count(*) filter (where status in ('pending', 'processing')) as pending,
       count(*) filter (where status = 'completed') as completed,
       count(*) filter (where status = 'failed') as failed,
       count(*) filter (where status = 'cancelled') as cancelled,
       trim_scale(coalesce(sum(amount) filter (where status = 'completed'), 0))::text as volume,
       trim_scale(coalesce(sum(fee) filter (where status = 'completed'), 0))::text as fees
     from ledger_transactions`,
  );
  return rows[0]!;
}

/** What one account gained or lost by a transaction; decimal texts. */
export interface LedgerEntry {
  readonly id: number;
  readonly accountId: number;
  readonly owner: string;
  readonly kind: string;
  readonly amount: string;
  readonly balanceBefore: string;
  readonly balanceAfter: string;
  readonly eventAtMs: number;
  readonly createdAtMs: number;
}

/** The entries of a transaction, in the order in which they were written; they sum to zero. */
export async function readEntries(db: Sql, transactionId: string): Promise<LedgerEntry[]> {
  return await db.sql<LedgerEntry>(
    `select e.id, e.account_id as "accountId", a.owner, a.kind, trim_scale(e.amount)::text as amount,
       trim_scale(e.balance_before)::text as "balanceBefore",
       trim_scale(e.balance_after)::text as "balanceAfter",
       e.event_at as "eventAtMs", e.created_at as "createdAtMs"
     from ledger_entries e join ledger_accounts a on a.id = e.account_id
     where e.transaction_id = $1 order by e.id`,
    [transactionId],
  );
}
