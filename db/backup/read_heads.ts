import type { Sql } from "../database.ts";
import { readChainHead } from "../ledger/read_proof.ts";
import type { Heads } from "./manifest.ts";
import { readTables } from "./read_schema.ts";

/** The ends of the sealed book and of the ledger's chain, as far as the schema has them yet. */
export async function readHeads(db: Sql): Promise<Heads> {
  const columns = new Map((await readTables(db)).map((table) => [table.name, table.columns]));
  const [book] = columns.get("forecast_publications")?.includes("hash")
    ? await db.sql<{ publication: number; hash: string }>(
      "select id as publication, hash from forecast_publications order by id desc limit 1",
    )
    : [];
  const ledger = columns.has("ledger_chain") ? await readChainHead(db) : null;
  return { book: book ?? null, ledger };
}
