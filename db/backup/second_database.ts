import { type Database, DatabaseError } from "../database.ts";
import { openDatabase } from "../open_database.ts";
import { connectOnce } from "./own_connection.ts";
import { quoted } from "./read_schema.ts";

const PREFIX = "crypto_ai_trial_";

/** The server does not let the user make a database. */
export class NoSecondDatabaseError extends DatabaseError {}

/**
 * Makes an empty database beside the given one, lets `work` have it, and drops it again, whatever comes
 * of that. Those that a killed process has left are dropped too.
 *
 * @throws {NoSecondDatabaseError} where the server does not let the user make one
 */
export async function withSecondDatabase<T>(
  db: Pick<Database, "url">,
  work: (second: Database) => Promise<T>,
): Promise<T> {
  await using connection = await connectOnce(db.url, "trial");
  await dropLeftOver(connection);
  const name = `${PREFIX}${crypto.randomUUID().replaceAll("-", "")}`;
  await connection.sql("select pg_advisory_lock(hashtext($1))", [name]);
  try {
    await connection.sql(`create database ${name} template template0`);
  } catch (error) {
    throw cannotMake(error);
  }
  try {
    const second = await openDatabase({
      dataDir: "",
      databaseUrl: onDatabase(db.url, name),
      poolSize: 1,
    });
    try {
      return await work(second);
    } finally {
      await second.close();
    }
  } finally {
    await connection.sql(`drop database if exists ${name} with (force)`);
  }
}

function cannotMake(error: unknown): NoSecondDatabaseError {
  const reason = error instanceof Error ? error.message : String(error);
  return new NoSecondDatabaseError(
    `No second database could be made for the trial: ${reason}. Let the user of DATABASE_URL do so ` +
      "(alter role … createdb).",
    { cause: error },
  );
}

type Connection = Awaited<ReturnType<typeof connectOnce>>;

/** Whoever makes one holds the lock of its name, on the server, for as long as it lives. */
async function dropLeftOver(connection: Connection): Promise<void> {
  const found = await connection.sql<{ name: string }>(
    `select datname as name from pg_database d where starts_with(datname, $1)
       and pg_has_role(datdba, 'usage')`,
    [PREFIX],
  );
  for (const { name } of found) {
    const [lock] = await connection.sql<{ taken: boolean }>(
      "select pg_try_advisory_lock(hashtext($1)) as taken",
      [name],
    );
    if (lock?.taken) await connection.sql(`drop database if exists ${quoted(name)} with (force)`);
  }
}

function onDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
