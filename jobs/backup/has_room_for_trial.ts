import { statfs } from "node:fs/promises";
import type { Database } from "../../db/mod.ts";

/** What has to stay free beside a second copy of the database, as a share of it. */
const MARGIN = 0.5;

/**
 * Whether our own server's disk has room for a second database as large as the first: one that is full
 * would stop the first. Of a server elsewhere nothing is known, and yes is assumed.
 */
export async function hasRoomForTrial(
  db: Pick<Database, "embedded" | "sql">,
  dataDir: string,
): Promise<boolean> {
  if (!db.embedded) return true;
  const [row] = await db.sql<{ bytes: number }>(
    "select pg_database_size(current_database())::float8 as bytes",
  );
  const { bavail, bsize } = await statfs(dataDir);
  return bavail * bsize > row!.bytes * (1 + MARGIN);
}
