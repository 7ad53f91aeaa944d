import { join } from "@std/path";
import { DatabaseError } from "../database.ts";

/** Who holds a data directory. */
interface Holder {
  readonly pid: number;
  readonly since: string;
}

/** A held data directory; given back by `release`, or by the system when this process ends. */
export interface DataDirLock {
  release(): void;
}

/**
 * Takes the data directory for this process. The lock is the operating system's, on an open file: it
 * ends with the process, however that ends, and cannot be fooled by a reused pid. What is written in
 * the file only says who it is.
 *
 * @throws {DatabaseError} naming the process that holds it, and since when
 */
export async function lockDataDir(dataDir: string, now: () => number): Promise<DataDirLock> {
  const path = join(dataDir, "database.lock");
  const file = await Deno.open(path, { read: true, write: true, create: true, mode: 0o600 });
  if (!await file.tryLock(true)) {
    const holder = await readHolder(file);
    file.close();
    throw new DatabaseError(heldMessage(dataDir, holder));
  }
  const text = JSON.stringify({ pid: Deno.pid, since: new Date(now()).toISOString() });
  await file.truncate(0);
  await file.write(new TextEncoder().encode(text));
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      file.truncateSync(0);
      file.close();
    },
  };
}

async function readHolder(file: Deno.FsFile): Promise<Holder | null> {
  const bytes = new Uint8Array(1000);
  const length = await file.read(bytes) ?? 0;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(0, length)));
    if (typeof value !== "object" || value === null) return null;
    if (!("pid" in value) || !("since" in value)) return null;
    return { pid: Number(value.pid), since: String(value.since) };
  } catch {
    // Taken this very moment and not written yet.
    return null;
  }
}

function heldMessage(dataDir: string, holder: Holder | null): string {
  const who = holder ? `process ${holder.pid} since ${holder.since}` : "another process";
  return `The data directory ${dataDir} is held by ${who}: stop that one first, or give this one ` +
    `another DATA_DIR. Several processes can share a PostgreSQL server through DATABASE_URL.`;
}
