import { type Database, mintCoins, openLedger, readCoinTotals } from "../../../db/mod.ts";
import { assertEquals } from "@std/assert";
import { testDatabase } from "../../helpers/database.ts";

export const AT = { nowMs: Date.UTC(2026, 10, 21, 12), createdBy: "test" };

/** An open ledger of 1,000,000 in which each person has been given so much. */
export async function openedLedger(
  people: Readonly<Record<string, string>> = {},
  options: { readonly poolSize?: number } = {},
): Promise<Database & AsyncDisposable> {
  const db = await testDatabase(options);
  await openLedger(db, { initialSupply: "1000000", nowMs: AT.nowMs });
  for (const [userId, amount] of Object.entries(people)) {
    await mintCoins(db, { ...AT, userId, amount });
  }
  return db;
}

/** How many rows there are of all that a posting writes. */
export async function countRows(db: Database): Promise<Record<string, number>> {
  const rows = await db.sql<Record<string, number>>(
    `select (select count(*) from ledger_accounts) as accounts,
       (select count(*) from ledger_transactions) as transactions,
       (select count(*) from ledger_entries) as entries,
       (select count(*) from idempotency_keys) as keys`,
  );
  return rows[0]!;
}

/** Conservation, and entries that sum to zero and carry each balance on. */
export async function assertSound(db: Database): Promise<void> {
  const totals = await readCoinTotals(db);
  assertEquals(totals.total, totals.initialSupply);
  const wrong = await db.sql(
    `select transaction_id from ledger_entries group by transaction_id
     having sum(amount) <> 0 or count(*) < 2
     union all
     select transaction_id from (
       select transaction_id, balance_before,
         lag(balance_after, 1, a.opening_balance) over (partition by account_id order by e.id) as was
       from ledger_entries e join ledger_accounts a on a.id = e.account_id) chained
     where balance_before <> was
     union all
     select null from ledger_accounts a where balance <> opening_balance + coalesce(
       (select sum(amount) from ledger_entries e where e.account_id = a.id), 0)`,
  );
  assertEquals(wrong, []);
}
