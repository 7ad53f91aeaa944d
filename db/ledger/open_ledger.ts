import { type Database, DatabaseError } from "../database.ts";
import { totalOf } from "./fee.ts";

/**
 * Opens the books: `system` holds the initial supply. Any number of processes may call it at every
 * start; the first one does it.
 *
 * @throws {DatabaseError} where the books were opened with another supply
 */
export async function openLedger(
  db: Database,
  options: { readonly initialSupply: string; readonly nowMs: number },
): Promise<void> {
  const initialSupply = totalOf(options.initialSupply, "0");
  const rows = await db.sql<{ supply: string }>(
    "select ledger_open($1::numeric, to_timestamp($2::float8 / 1000))::text as supply",
    [initialSupply, options.nowMs],
  );
  const supply = rows[0]!.supply;
  if (supply === initialSupply) return;
  throw new DatabaseError(
    `INITIAL_COIN_SUPPLY is ${initialSupply}, but the ledger in this database was opened with ` +
      `${supply} TBC, which cannot change. Set INITIAL_COIN_SUPPLY=${supply}.`,
  );
}
