import { type Database, type Manifest, restoreBackup, withSecondDatabase } from "../db/mod.ts";
import { verifyDatabase } from "./verify_database.ts";

type OnProgress = NonNullable<Parameters<typeof restoreBackup>[1]["onProgress"]>;

/**
 * Restores a backup into a second database on the same server, proves all that is in it, and drops it.
 *
 * @returns the sentences of the proof
 * @throws Error saying what is wrong with it
 */
export async function tryRestore(
  db: Pick<Database, "url">,
  options: {
    readonly file: string;
    now(): number;
    readonly onProgress?: OnProgress;
    readonly signal?: AbortSignal;
  },
): Promise<{ readonly manifest: Manifest; readonly proof: string[] }> {
  const { file, now, onProgress, signal } = options;
  return await withSecondDatabase(db, async (second) => {
    const manifest = await restoreBackup(second, {
      file,
      complete: () => Promise.resolve(),
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    });
    return { manifest, proof: await verifyDatabase(second, { nowMs: now() }) };
  });
}
