import pg from "pg";
import type { Database } from "./database.ts";

/** Any number will do, as long as every version of the program takes the same. */
export const MIGRATION_LOCK = 7_402_168_001;

/**
 * Brings the schema up to date; returns the names of what was applied. Any number of processes may
 * call it at once: an advisory lock lets one work, and the others find it done.
 */
export async function migrate(db: Database): Promise<string[]> {
  // A connection of its own: with a pool of one, the migrations would wait for the lock's.
  const client = new pg.Client({ connectionString: db.url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    const applied = await db.orm.migrator.up();
    return applied.map((migration) => migration.name);
  } finally {
    // Ending the connection gives the lock back.
    await client.end();
  }
}
