import { type Database, DatabaseError, type TransactionalSql } from "../database.ts";
import { migrationsList } from "../migrations/migrations_list.ts";
import { applyMigrations } from "./apply_migrations.ts";
import { type Archive, ArchiveError, openArchive } from "./archive_reader.ts";
import { checkArchive } from "./check_archive.ts";
import { clearSchema, tablesWithRows } from "./clear_schema.ts";
import { loadTables } from "./load_tables.ts";
import type { Manifest } from "./manifest.ts";
import { connectOnce, type OwnConnection } from "./own_connection.ts";
import { ownNames } from "./own_names.ts";
import { readHeads } from "./read_heads.ts";
import { quoted } from "./read_schema.ts";
import { refuseInUse } from "./refuse_in_use.ts";

export interface RestoreInput {
  readonly file: string;
  /** Put it in place of what is there; else anything there is refused. */
  readonly replace?: boolean;
  /** Asked before anything is changed, with what is in the database so far. */
  readonly before?: (old: TransactionalSql) => Promise<void>;
  /**
   * Completes and judges what was loaded, of the newest schema, before anybody can see it; what it throws
   * undoes the restore.
   */
  readonly complete: (restored: TransactionalSql, manifest: Manifest) => Promise<void>;
  readonly onProgress?: (progress: RestoreProgress) => void;
  readonly signal?: AbortSignal;
}

export interface RestoreProgress {
  readonly step: "checking" | "loading" | "building indexes" | "proving";
  readonly table: string;
  readonly rows: number;
  readonly totalRows: number;
}

/**
 * Restores a backup, in one transaction of the server: whatever fails, and whoever is killed, the
 * database is as it was. First the file is read to its end; then the schema is made as it was when the
 * backup was made, filled, and brought up to date.
 *
 * @throws {DatabaseError} in one plain sentence
 */
export async function restoreBackup(db: Database, input: RestoreInput): Promise<Manifest> {
  try {
    return await restoreArchive(db, input);
  } catch (error) {
    if (error instanceof DatabaseError || input.signal?.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(
      `The backup ${input.file} was not restored: ${
        reason.replace(/\.$/, "")
      }. Nothing was changed.`,
      { cause: error },
    );
  }
}

async function restoreArchive(db: Database, input: RestoreInput): Promise<Manifest> {
  await using archive = await openArchive(input.file);
  const tell = teller(input);
  const manifest = await checkArchive(archive, {
    onTable: tell.at("checking"),
    ...(input.signal && { signal: input.signal }),
  });
  tell.expect(manifest);
  refuseUnknownMigrations(archive, manifest);
  const pids = await db.sql<{ pid: number }>("select pg_backend_pid() as pid");
  await using connection = await connectOnce(db.url, "restore");
  await refuseInUse(connection, pids.map((row) => row.pid));
  // All of it is one transaction, so it can be read at one moment; what is proved sets the same level.
  await connection.sql("begin isolation level repeatable read");
  await connection.sql(
    `select set_config('statement_timeout', '0', true), set_config('lock_timeout', '30s', true),
       set_config('idle_in_transaction_session_timeout', '0', true)`,
  );
  await refuseRows(connection, db, input);
  await input.before?.(connection);
  await clearSchema(connection, db.orm);
  await fill(connection, db, { archive, manifest, tell, signal: input.signal });
  tell.at("proving")("", 0);
  await input.complete(connection, manifest);
  input.signal?.throwIfAborted();
  await connection.sql("commit");
  return manifest;
}

function refuseUnknownMigrations(archive: Archive, manifest: Manifest): void {
  const known = new Set(migrationsList.map((one) => one.name));
  const unknown = manifest.migrations.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new ArchiveError(
    archive.path,
    `it was made by release ${manifest.product_version}, whose ${unknown} this release does not ` +
      "know; update the program first",
  );
}

async function refuseRows(connection: OwnConnection, db: Database, input: RestoreInput) {
  if (input.replace) return;
  const [first, ...rest] = await tablesWithRows(connection, db.orm);
  if (first === undefined) return;
  const others = rest.length === 1 ? rest[0] : `${rest.length} more tables`;
  const where = rest.length === 0 ? first : `${first} and ${others}`;
  throw new DatabaseError(
    `The database is not empty: there are rows in ${where}. --replace puts the backup in place of ` +
      "all that is there. Nothing was changed.",
  );
}

interface Filling {
  readonly archive: Archive;
  readonly manifest: Manifest;
  readonly tell: ReturnType<typeof teller>;
  readonly signal: AbortSignal | undefined;
}

async function fill(
  connection: OwnConnection,
  db: Database,
  { archive, manifest, tell, signal }: Filling,
): Promise<void> {
  await applyMigrations(connection, db.orm, manifest.migrations);
  await loadTables(connection, archive, manifest, {
    own: await ownNames(db.orm, manifest.migrations),
    onTable: tell.at("loading"),
    onLoaded: () => tell.at("building indexes")("", 0),
    ...(signal && { signal }),
  });
  const heads = await readHeads(connection);
  if (JSON.stringify(heads) !== JSON.stringify(manifest.heads)) {
    throw new ArchiveError(archive.path, "its book or its ledger does not end where it says");
  }
  const done = new Set(manifest.migrations);
  const newer = migrationsList.map((one) => one.name).filter((name) => !done.has(name));
  await applyMigrations(connection, db.orm, newer);
  // Proofs read whole tables: a planner that knows nothing of them takes ten times as long.
  const names = manifest.tables.map((table) => quoted(table.name)).join(", ");
  await connection.sql(`analyze ${names}`);
}

function teller(input: RestoreInput) {
  let totalRows = 0;
  const sums = new Map<string, number>();
  return {
    expect(manifest: Manifest) {
      totalRows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    },
    at: (step: RestoreProgress["step"]) => (table: string, count: number) => {
      const rows = (sums.get(step) ?? 0) + count;
      sums.set(step, rows);
      input.onProgress?.({ step, table, rows, totalRows: Math.max(totalRows, rows) });
    },
  };
}
