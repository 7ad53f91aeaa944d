import type { Database, Sql } from "../database.ts";
import { type LedgerVerdict, verifyLedger } from "./verify_ledger.ts";

/** What came of a check of the whole ledger. */
export interface Reconciliation {
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly ok: boolean;
  readonly transactions: number;
  readonly entries: number;
  /** What all accounts held together, a decimal text. */
  readonly supply: string;
  readonly headPosition: number | null;
  readonly headHash: string | null;
  /** One plain sentence; `null` where all is well. */
  readonly firstWrong: string | null;
}

/** Checks the whole ledger and keeps the result. A wrong ledger is a result, not an error. */
export async function reconcileLedger(
  db: Database,
  options: { readonly now: () => number },
): Promise<LedgerVerdict> {
  const startedAtMs = options.now();
  const verdict = await verifyLedger(db);
  await db.sql(
    `insert into ledger_reconciliations (started_at, finished_at, is_ok, transactions, entries,
       supply, head_position, head_hash, first_wrong)
     values (to_timestamp($1::float8 / 1000), to_timestamp($2::float8 / 1000), $3, $4, $5, $6, $7,
       $8, $9)`,
    [
      startedAtMs,
      options.now(),
      verdict.ok,
      verdict.checked.transactions,
      verdict.checked.entries,
      verdict.supply,
      verdict.head?.position ?? null,
      verdict.head?.hash ?? null,
      verdict.firstWrong ?? null,
    ],
  );
  return verdict;
}

/** The newest result; `null` before the first. */
export async function latestReconciliation(db: Sql): Promise<Reconciliation | null> {
  const [latest] = await db.sql<Reconciliation>(
    `select started_at as "startedAtMs", finished_at as "finishedAtMs", is_ok as ok, transactions,
       entries, trim_scale(supply)::text as supply, head_position as "headPosition",
       head_hash as "headHash", first_wrong as "firstWrong"
     from ledger_reconciliations order by id desc limit 1`,
  );
  return latest ?? null;
}
