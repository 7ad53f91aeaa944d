import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import { to as copyTo } from "pg-copy-streams";
import { type Database, DatabaseError, type Sql } from "../database.ts";
import { type ArchiveWriter, createArchiveWriter } from "./archive_writer.ts";
import { createNewFile, type NewFile } from "./new_file.ts";
import { openArchive } from "./archive_reader.ts";
import { checkArchive, type OnTable } from "./check_archive.ts";
import {
  FORMAT,
  type Manifest,
  MANIFEST_NAME,
  MANIFEST_SUM_NAME,
  manifestSum,
  type ManifestTable,
} from "./manifest.ts";
import { connectOnce, type OwnConnection } from "./own_connection.ts";
import { ownNames } from "./own_names.ts";
import { readHeads } from "./read_heads.ts";
import {
  quoted,
  readMigrations,
  readSequences,
  readTables,
  type TableFacts,
} from "./read_schema.ts";
import { compress, type Measured, meter } from "./table_text.ts";

export interface BackupInput {
  /** Where it goes; there must be nothing yet. Written as `FILE.partial` until it was read back. */
  readonly file: string;
  readonly productVersion: string;
  now(): number;
  readonly onProgress?: (progress: BackupProgress) => void;
  readonly signal?: AbortSignal;
}

export interface BackupProgress {
  readonly step: "writing" | "reading back";
  readonly table: string;
  /** Rows of all tables so far. */
  readonly rows: number;
  /** An estimate while writing. */
  readonly totalRows: number;
}

export interface WrittenBackup {
  readonly file: string;
  readonly bytes: number;
  readonly manifest: Manifest;
}

/**
 * Backs the database up into one file while others work with it: every table as of one moment. Nobody
 * waits for it but changes of the schema. The file has its name only once all of it is on the disk and
 * has been read back.
 *
 * @throws {DatabaseError} in one plain sentence; nothing is left under the file's name
 */
export async function writeBackup(
  db: Pick<Database, "url" | "orm">,
  input: BackupInput,
): Promise<WrittenBackup> {
  await using file = await createNewFile(input.file);
  try {
    const manifest = await writeArchive(db, input, file);
    await file.sync();
    await readBack(file.partialPath, manifest, input);
    const bytes = await file.keep();
    return { file: input.file, bytes, manifest };
  } catch (error) {
    if (error instanceof DatabaseError || input.signal?.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(`The backup could not be written to ${input.file}: ${reason}.`, {
      cause: error,
    });
  }
}

async function writeArchive(
  db: Pick<Database, "url" | "orm">,
  input: BackupInput,
  file: NewFile,
): Promise<Manifest> {
  const startedAt = new Date(input.now()).toISOString();
  const archive = createArchiveWriter(file.file, input.now());
  await using connection = await connectOnce(db.url, "backup");
  await connection.sql("begin isolation level repeatable read, read only");
  await beExact(connection);
  const migrations = await readMigrations(connection);
  if (migrations.length === 0) {
    throw new DatabaseError("There is nothing to back up: the database has no schema yet.");
  }
  const all = await readTables(connection);
  const own = (await ownNames(db.orm, migrations)).tables;
  const tables = all.filter((table) => own.has(table.name));
  await lockAgainstChanges(connection, tables);
  const written = await writeTables({ archive, connection, tables, input });
  const manifest: Manifest = {
    format: FORMAT,
    product: "crypto-ai",
    product_version: input.productVersion,
    started_at: startedAt,
    ...await describeSnapshot(connection),
    finished_at: new Date(input.now()).toISOString(),
    compression: "zstd",
    migrations,
    tables: written,
    sequences: (await readSequences(connection, tables.map((table) => table.name)))
      .flatMap(({ name, last }) => last === null ? [] : [{ name, last }]),
    left_out: all.filter((table) => !own.has(table.name)).map((table) => table.name),
    heads: await readHeads(connection),
  };
  await connection.sql("commit");
  await writeManifest(archive, manifest);
  return manifest;
}

/** Values are written in full, in one notation, however the server is set; nothing is cut short. */
async function beExact(tx: Sql): Promise<void> {
  await tx.sql(
    `select set_config(name, value, true) from (values ('statement_timeout', '0'),
       ('idle_in_transaction_session_timeout', '0'), ('lock_timeout', '30s'),
       ('extra_float_digits', '3'), ('datestyle', 'ISO'), ('intervalstyle', 'postgres'),
       ('timezone', 'UTC'), ('bytea_output', 'hex'), ('client_encoding', 'UTF8'))
       as settings(name, value)`,
  );
}

/** A change of a table's columns would wait until the backup is done; rows are not locked. */
async function lockAgainstChanges(tx: Sql, tables: readonly TableFacts[]): Promise<void> {
  const names = tables.map((table) => quoted(table.name)).join(", ");
  await tx.sql(`lock table ${names} in access share mode`);
}

async function describeSnapshot(tx: Sql) {
  const [row] = await tx.sql<{ version: string; atMs: number }>(
    `select current_setting('server_version') as version, transaction_timestamp() as "atMs"`,
  );
  return { server_version: row!.version, snapshot_at: new Date(row!.atMs).toISOString() };
}

interface Writing {
  readonly archive: ArchiveWriter;
  readonly connection: OwnConnection;
  readonly tables: readonly TableFacts[];
  readonly input: BackupInput;
}

async function writeTables(writing: Writing): Promise<ManifestTable[]> {
  const { tables, input: { onProgress, signal } } = writing;
  const estimate = tables.reduce((sum, table) => sum + table.estimatedRows, 0);
  const written: ManifestTable[] = [];
  let rows = 0;
  for (const table of tables) {
    signal?.throwIfAborted();
    const measured: Measured = { rows: 0, bytes: 0 };
    const tell = () => {
      const sofar = rows + measured.rows;
      const totalRows = Math.max(estimate, sofar);
      onProgress?.({ step: "writing", table: table.name, rows: sofar, totalRows });
    };
    tell();
    const timer = setInterval(tell, PROGRESS_MS);
    try {
      written.push(await writeTable(writing, table, measured));
    } finally {
      clearInterval(timer);
    }
    rows += measured.rows;
  }
  return written;
}

const PROGRESS_MS = 250;

async function writeTable(
  { archive, connection, input: { signal } }: Writing,
  { name, columns }: TableFacts,
  measured: Measured,
): Promise<ManifestTable> {
  const list = columns.map(quoted).join(", ");
  // COPY takes the socket over. Under Deno a second one in a row waits for ever, unless an ordinary
  // statement has read from the socket in between.
  await connection.sql("select 1");
  const rows = connection.client.query(copyTo(`copy ${quoted(name)} (${list}) to stdout`));
  const file = `tables/${name}.copy.zst`;
  let stored = { bytes: 0, sha256: "" };
  await pipeline(
    rows as Readable,
    meter(measured),
    compress(),
    async (content: AsyncIterable<Uint8Array>) => {
      stored = await archive.add(file, content);
    },
    { ...(signal && { signal }) },
  );
  return {
    name,
    columns: [...columns],
    rows: measured.rows,
    file,
    ...stored,
    text_bytes: measured.bytes,
  };
}

async function writeManifest(archive: ArchiveWriter, manifest: Manifest): Promise<void> {
  const bytes = new TextEncoder().encode(JSON.stringify(manifest, null, 2) + "\n");
  await archive.add(MANIFEST_NAME, once(bytes));
  await archive.add(MANIFEST_SUM_NAME, once(new TextEncoder().encode(await manifestSum(bytes))));
  await archive.finish();
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(bytes);
}

/** What cannot be read is no backup, whatever the disk said when it was written. */
async function readBack(path: string, manifest: Manifest, input: BackupInput): Promise<void> {
  const totalRows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  let rows = 0;
  const onTable: OnTable = (table, count) => {
    rows += count;
    input.onProgress?.({ step: "reading back", table, rows, totalRows });
  };
  await using archive = await openArchive(path);
  await checkArchive(archive, { onTable, ...(input.signal && { signal: input.signal }) });
}
