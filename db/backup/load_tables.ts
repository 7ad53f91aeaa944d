import { pipeline } from "node:stream/promises";
import { from as copyFrom } from "pg-copy-streams";
import { type Archive, ArchiveError } from "./archive_reader.ts";
import type { OnTable } from "./check_archive.ts";
import type { Manifest, ManifestTable } from "./manifest.ts";
import type { OwnConnection } from "./own_connection.ts";
import type { OwnNames } from "./own_names.ts";
import { quoted, readTables } from "./read_schema.ts";
import { decompress, readTable } from "./table_text.ts";
import { withoutGuards } from "./without_guards.ts";

/**
 * Fills the tables of a schema that was just made with the rows of an archive, and sets the sequences
 * on. Part of the caller's transaction.
 *
 * @throws {ArchiveError} where the archive has other tables or columns than the schema
 */
export async function loadTables(
  connection: OwnConnection,
  archive: Archive,
  manifest: Manifest,
  options: {
    /** What the migrations of the archive make. */
    readonly own: OwnNames;
    readonly onTable?: OnTable;
    /** All rows are there; keys and indexes are made next. */
    readonly onLoaded?: () => void;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  await assertSameTables(connection, archive, manifest, options.own);
  const names = manifest.tables.map((table) => table.name);
  await withoutGuards(connection, names, async () => {
    for (const table of manifest.tables) {
      options.signal?.throwIfAborted();
      options.onTable?.(table.name, 0);
      await loadTable(connection, archive, table);
      options.onTable?.(table.name, table.rows);
    }
    options.onLoaded?.();
  });
  for (const { name, last } of manifest.sequences) {
    await connection.sql("select setval(quote_ident($1)::regclass, $2::bigint)", [name, last]);
  }
}

/** Who made the archive stated both; where they differ it was changed, or the release is another. */
async function assertSameTables(
  connection: OwnConnection,
  archive: Archive,
  manifest: Manifest,
  own: OwnNames,
): Promise<void> {
  const ours = (await readTables(connection)).filter((table) => own.tables.has(table.name));
  const made = new Set(ours.map(signature));
  const given = new Set(manifest.tables.map(signature));
  const missing = [...made].find((one) => !given.has(one));
  const strange = [...given].find((one) => !made.has(one));
  if (missing === undefined && strange === undefined) return;
  const table = (missing ?? strange)!.split("(")[0];
  throw new ArchiveError(
    archive.path,
    `its table ${table} is ${
      missing === undefined ? "not one" : "missing or not as that"
    } of its release`,
  );
}

function signature(table: { readonly name: string; readonly columns: readonly string[] }): string {
  return `${table.name}(${table.columns.toSorted().join()})`;
}

async function loadTable(
  connection: OwnConnection,
  archive: Archive,
  table: ManifestTable,
): Promise<void> {
  const name = quoted(table.name);
  // A migration may have put a row there; a table without one stays untouched, and can be frozen.
  const [row] = await connection.sql<{ some: boolean }>(
    `select exists (select from ${name}) as some`,
  );
  if (row!.some) await connection.sql(`delete from ${name}`);
  const columns = table.columns.map(quoted).join(", ");
  const rows = connection.client.query(
    copyFrom(`copy ${name} (${columns}) from stdin (freeze)`),
  );
  await pipeline(readTable(archive, table), decompress(), rows);
  if (rows.rowCount === table.rows) return;
  throw new ArchiveError(
    archive.path,
    `${table.file} gave ${rows.rowCount} rows where ${table.rows} were written`,
  );
}
