import type { Sql } from "../database.ts";

/**
 * Where a candle came from: an exchange's API, a simulated exchange (prices made up, or real ones moved in
 * time), one file of an exchange's archive, or a CSV file.
 */
export type SourceKind = "exchange" | "simulated" | "archive" | "csv";

export interface SourceInput {
  readonly kind: SourceKind;
  /** Base URL of the exchange, or the file's name. */
  readonly name: string;
  /** SHA-256 of a file, hexadecimal; the same name with another checksum is another source. */
  readonly checksum?: string | null;
}

/** The id of a source, entered on first use. */
export async function ensureSource(db: Sql, source: SourceInput): Promise<number> {
  const values = [source.kind, source.name, source.checksum ?? ""];
  const inserted = await db.sql<{ id: number }>(
    `insert into candle_sources (kind, name, checksum, created_at) values ($1, $2, $3, now())
     on conflict (kind, name, checksum) do nothing returning id`,
    values,
  );
  if (inserted[0]) return inserted[0].id;
  const found = await db.sql<{ id: number }>(
    "select id from candle_sources where kind = $1 and name = $2 and checksum = $3",
    values,
  );
  if (!found[0]) throw new Error(`The source ${source.name} vanished while it was looked up.`);
  return found[0].id;
}

/** True when any candle source of this database is a simulated exchange: then all of it is labelled. */
export async function hasSimulatedSource(db: Sql): Promise<boolean> {
  const rows = await db.sql<{ found: boolean }>(
    "select exists (select from candle_sources where kind = 'simulated') as found",
  );
  return rows[0]?.found ?? false;
}
