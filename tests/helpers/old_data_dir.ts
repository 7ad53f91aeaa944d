import { join } from "@std/path";
import pg from "pg";
import { type Database, openDatabase } from "../../db/mod.ts";
import { onDatabase, serverForTests } from "./database.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);

/** What an older release left behind, as that release left it. */
export interface OldDataDir extends AsyncDisposable {
  /** Its `DATA_DIR`, without the database. */
  readonly dataDir: string;
  /** Its database, not yet migrated. */
  readonly db: Database;
}

/**
 * Lays out a folder of `tests/fixtures/`: the schema by that release's migrations, then its rows.
 *
 * @param release name of the folder, for instance `release_0_1_0`
 * @param lastMigration the last migration that it had
 */
export async function layOldDataDir(release: string, lastMigration: string): Promise<OldDataDir> {
  const folder = new URL(`${release}/`, FIXTURES);
  const server = await serverForTests();
  const name = `upgrade_${crypto.randomUUID().replaceAll("-", "")}`;
  const dataDir = await Deno.makeTempDir({ prefix: "upgrade test " });
  await copyFiles(folder, dataDir, ["models", "secrets"]);
  await run(server, `create database ${name}`);
  const url = onDatabase(server, name);
  const db = await openDatabase({ dataDir: "", databaseUrl: url, poolSize: 5 });
  await db.orm.migrator.up({ to: lastMigration });
  await run(url, await unzip(new URL("database.sql.gz", folder)));
  return {
    dataDir,
    db,
    async [Symbol.asyncDispose]() {
      await db.close();
      await run(server, `drop database if exists ${name} with (force)`);
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

async function copyFiles(from: URL, to: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    await Deno.mkdir(join(to, folder), { mode: 0o700 });
    for await (const { name } of Deno.readDir(new URL(`${folder}/`, from))) {
      await Deno.copyFile(new URL(`${folder}/${name}`, from), join(to, folder, name));
    }
  }
}

async function unzip(path: URL): Promise<string> {
  const file = await Deno.open(path);
  return await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
}

async function run(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statements);
  } finally {
    await client.end();
  }
}
