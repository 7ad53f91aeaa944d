import pg from "pg";
import { type Database, migrate, openDatabase } from "../../db/mod.ts";
import { startTestServer } from "./test_server.ts";

/** Serialises the making of the template among the processes of a test run. */
const TEMPLATE_LOCK = 7_402_168_002;

let server: Promise<string> | undefined;

/**
 * A migrated database of its own, for one test or one test file: a clone of a template on a server
 * that is shared by the run (`TEST_DATABASE_URL`) or started for this process. Dispose of it with
 * `await using`: the clone is dropped.
 */
export async function testDatabase(
  options: { readonly poolSize?: number } = {},
): Promise<Database & AsyncDisposable> {
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  const url = await serverForTests();
  await withClient(url, async (client) => {
    const template = await ensureTemplate(client, url);
    await client.query(`create database ${name} template ${template}`);
  });
  const db = await openDatabase({
    dataDir: "",
    databaseUrl: onDatabase(url, name),
    poolSize: options.poolSize ?? 5,
  });
  const dispose = async () => {
    await db.close();
    await withClient(url, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return { ...db, [Symbol.asyncDispose]: dispose };
}

/** URL of the server's `postgres` database, for tests that make their own. */
export function serverForTests(): Promise<string> {
  const given = Deno.env.get("TEST_DATABASE_URL");
  if (given) return Promise.resolve(given);
  server ??= startTestServer().then((started) => {
    globalThis.addEventListener("unload", () => started.stopNow());
    return started.url;
  });
  return server;
}

/** The same server, another database. */
export function onDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** The template's name carries a hash of the migrations: changed ones make another template. */
async function ensureTemplate(client: pg.Client, url: string): Promise<string> {
  const name = `template_${await migrationsHash()}`;
  await client.query("select pg_advisory_lock($1)", [TEMPLATE_LOCK]);
  try {
    const found = await client.query<{ datistemplate: boolean }>(
      "select datistemplate from pg_database where datname = $1",
      [name],
    );
    if (found.rows[0]?.datistemplate) return name;
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
    const db = await openDatabase({
      dataDir: "",
      databaseUrl: onDatabase(url, name),
      poolSize: 1,
    });
    await migrate(db);
    await db.close();
    // Only a finished template is marked as one.
    await client.query(`alter database ${name} is_template true`);
    return name;
  } finally {
    await client.query("select pg_advisory_unlock($1)", [TEMPLATE_LOCK]);
  }
}

async function migrationsHash(): Promise<string> {
  const folder = new URL("../../db/migrations/", import.meta.url);
  const names: string[] = [];
  for await (const entry of Deno.readDir(folder)) names.push(entry.name);
  const texts = await Promise.all(
    names.sort().map((name) => Deno.readTextFile(new URL(name, folder))),
  );
  const bytes = new TextEncoder().encode(texts.join("\n"));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
