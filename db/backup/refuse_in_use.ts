import { setTimeout as delay } from "node:timers/promises";
import { DatabaseError } from "../database.ts";
import { MIGRATION_LOCK } from "../migrate.ts";
import type { OwnConnection } from "./own_connection.ts";

const LOOKS = 10;
const PAUSE_MS = 100;

/**
 * Makes sure that no program of ours works with the database, and that none that starts now gets
 * further than its migrations before the connection ends.
 *
 * @param ownPids backends of this process
 * @throws {DatabaseError} saying how many are connected
 */
export async function refuseInUse(
  connection: OwnConnection,
  ownPids: readonly number[],
): Promise<void> {
  const [lock] = await connection.sql<{ taken: boolean }>(
    "select pg_try_advisory_lock($1) as taken",
    [MIGRATION_LOCK],
  );
  if (!lock?.taken) {
    throw new DatabaseError(
      "Another process is changing the schema of this database, or restoring it: wait for it.",
    );
  }
  let count = await countOthers(connection, ownPids);
  // The server takes a moment to see that a program has ended.
  for (let look = 0; count > 0 && look < LOOKS; look++) {
    await delay(PAUSE_MS);
    count = await countOthers(connection, ownPids);
  }
  if (count === 0) return;
  const connections = count === 1 ? "1 connection" : `${count} connections`;
  throw new DatabaseError(
    `The program is running on this database (${connections}): stop every start and worker first. ` +
      "Nothing was changed.",
  );
}

async function countOthers(connection: OwnConnection, ownPids: readonly number[]): Promise<number> {
  const [others] = await connection.sql<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where datname = current_database()
       and application_name like 'crypto-ai%' and pid <> pg_backend_pid() and pid <> all($1)`,
    [ownPids],
  );
  return others!.count;
}
