import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Archive, ArchiveError } from "./archive_reader.ts";
import { type Manifest, type ManifestTable, readManifest } from "./manifest.ts";
import { decompress, type Measured, meter, readTable } from "./table_text.ts";

/** Called with each table that was worked on, and the rows of it. */
export type OnTable = (table: string, rows: number) => void;

/**
 * Reads an archive to its last byte: every checksum, every row. No database is needed.
 *
 * @throws {ArchiveError} naming the first thing that is not what was written
 */
export async function checkArchive(
  archive: Archive,
  options: { readonly onTable?: OnTable; readonly signal?: AbortSignal } = {},
): Promise<Manifest> {
  const manifest = await readManifest(archive);
  for (const table of manifest.tables) {
    options.signal?.throwIfAborted();
    await checkTable(archive, table);
    options.onTable?.(table.name, table.rows);
  }
  return manifest;
}

async function checkTable(archive: Archive, table: ManifestTable): Promise<void> {
  const found: Measured = { rows: 0, bytes: 0 };
  const discard = new Writable({ write: (_chunk, _encoding, done) => done() });
  try {
    await pipeline(
      readTable(archive, table),
      decompress(),
      meter(found, table.text_bytes),
      discard,
    );
  } catch (error) {
    if (error instanceof ArchiveError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ArchiveError(archive.path, `${table.file} cannot be read, ${reason}`);
  }
  if (found.rows === table.rows && found.bytes === table.text_bytes) return;
  throw new ArchiveError(
    archive.path,
    `${table.file} has ${found.rows} rows where ${table.rows} were written`,
  );
}
