import type { Database, OpenOptions } from "./database.ts";

/**
 * Opens the database: the server at `databaseUrl`, or our own in `dataDir`, which is made, started or
 * adopted as needed. The schema is not touched: call {@link migrate}.
 *
 * @throws {DatabaseError} in one plain sentence: held by another process, unreachable, too old
 */
export function openDatabase(_options: OpenOptions): Promise<Database> {
  return Promise.reject(new Error("Not written yet."));
}
