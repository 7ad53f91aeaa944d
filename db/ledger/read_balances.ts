import type { Sql } from "../database.ts";
import type { LedgerBalance } from "./ledger_transaction.ts";

/** What a person holds; null for one without an account. */
export async function readBalance(db: Sql, userId: string): Promise<LedgerBalance | null> {
  const rows = await db.sql<{ balance: LedgerBalance | null }>(
    "select ledger_balance($1) as balance",
    [userId],
  );
  return rows[0]?.balance ?? null;
}

/** What can be spent, by user id; `system` with its fees and `burned` are among them. */
export async function readBalances(db: Sql): Promise<Record<string, string>> {
  const rows = await db.sql<{ owner: string; balance: string }>(
    `select owner, trim_scale(sum(balance))::text as balance from ledger_accounts
     where kind in ('available', 'system', 'fees', 'burned') group by owner order by owner`,
  );
  return Object.fromEntries(rows.map((row) => [row.owner, row.balance]));
}

/** Where the coins are, at one instant; decimal texts. */
export interface CoinTotals {
  readonly initialSupply: string;
  /** What was not minted. */
  readonly system: string;
  readonly fees: string;
  readonly available: string;
  readonly staked: string;
  readonly cooling: string;
  readonly forecastStakes: string;
  readonly burned: string;
  /** Of all of them: the initial supply, or something is wrong. */
  readonly total: string;
  /** People with an account. */
  readonly people: number;
}

export async function readCoinTotals(db: Sql): Promise<CoinTotals> {
  const sum = (kind: string) =>
    `trim_scale(coalesce(sum(balance) filter (where kind = '${kind}'), 0))::text`;
  const rows = await db.sql<CoinTotals>(
    `select trim_scale(sum(opening_balance))::text as "initialSupply",
       ${sum("system")} as system, ${sum("fees")} as fees, ${sum("available")} as available,
       ${sum("staked")} as staked, ${sum("cooling")} as cooling,
       ${sum("forecast_stake")} as "forecastStakes", ${sum("burned")} as burned,
       trim_scale(sum(balance))::text as total,
       count(*) filter (where kind = 'available') as people
     from ledger_accounts`,
  );
  return rows[0]!;
}

/** Whether coins can be sent to and by a person: one who is registered, or has an account. */
export async function isKnownOwner(db: Sql, userId: string): Promise<boolean> {
  const rows = await db.sql<{ known: boolean }>(
    `select coalesce(
       (select closed_at is null from ledger_accounts where owner = $1 and kind = 'available'),
       exists (select from people where user_id = $1)) as known`,
    [userId],
  );
  return rows[0]!.known;
}
