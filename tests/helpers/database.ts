import type { Database } from "../../db/mod.ts";

/**
 * A migrated database of its own for one test file: a clone of a template on a server that is shared
 * by the run (`TEST_DATABASE_URL`) or started for this process. Dispose of it with `await using`.
 */
export function testDatabase(): Promise<Database & AsyncDisposable> {
  return Promise.reject(new Error("Not written yet."));
}
