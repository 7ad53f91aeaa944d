import type { Sql, TransactionalSql } from "../database.ts";
import { LEDGER_CHECKS } from "./ledger_checks.ts";
import { type ChainHead, readChainHead } from "./read_proof.ts";

export interface LedgerVerdict {
  readonly ok: boolean;
  readonly checked: {
    readonly accounts: number;
    readonly transactions: number;
    readonly entries: number;
    readonly links: number;
  };
  /** What all accounts hold together, a decimal text. */
  readonly supply: string;
  /** The newest link of the chain; `null` while there is none. */
  readonly head: ChainHead | null;
  /** One plain sentence with the number of the first wrong row; by id, it names no person. */
  readonly firstWrong?: string;
}

/**
 * Recomputes the whole ledger at one instant and names the first row that is wrong: every balance
 * from the entries, every entry from the one before it, every transaction from its entries, the
 * supply, and the hash chain. It locks nothing. Entries cut off together with their links at the
 * end of the chain leave no trace there, but in the balances.
 */
export async function verifyLedger(db: TransactionalSql): Promise<LedgerVerdict> {
  return await db.transaction(async (tx) => {
    await tx.sql("set transaction isolation level repeatable read, read only");
    await tx.sql("set local statement_timeout = 0");
    // The walk over all entries of all accounts is a sort; on disk it would take twice as long.
    await tx.sql("set local work_mem = '64MB'");
    // Each check reads whole tables; on fresh ones the planner takes them for small, ten times slower.
    await tx.sql("set local enable_nestloop = off");
    const verdict = { ...await countRows(tx), head: await readChainHead(tx) };
    for (const check of LEDGER_CHECKS) {
      const [wrong] = await tx.sql<{ what: string }>(check);
      if (wrong !== undefined) return { ok: false, ...verdict, firstWrong: wrong.what };
    }
    return { ok: true, ...verdict };
  });
}

interface Counts extends Record<"accounts" | "transactions" | "entries" | "links", number> {
  readonly supply: string;
}

async function countRows(tx: Sql): Promise<Pick<LedgerVerdict, "checked" | "supply">> {
  const [counts] = await tx.sql<Counts>(
    `select (select count(*) from ledger_accounts) as accounts,
       (select count(*) from ledger_transactions) as transactions,
       (select count(*) from ledger_entries) as entries,
       (select count(*) from ledger_chain) as links,
       trim_scale(coalesce((select sum(balance) from ledger_accounts), 0))::text as supply`,
  );
  const { supply, ...checked } = counts as Counts;
  return { checked, supply };
}
