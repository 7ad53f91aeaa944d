import { DatabaseError } from "../database.ts";
import { runProgram } from "./run_program.ts";

/** A system account to run the server as. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * The account the server runs as: `null` for our own. PostgreSQL refuses to run as root, so root
 * hands over to the owner of an existing cluster, else to `postgres`, else to `nobody`.
 */
export async function serverAccount(clusterDir: string): Promise<Account | null> {
  if (Deno.build.os === "windows" || Deno.uid() !== 0) return null;
  const owner = await clusterOwner(clusterDir);
  if (owner) return owner;
  for (const name of ["postgres", "nobody"]) {
    const uid = await runProgram("id", ["-u", name], null);
    const gid = await runProgram("id", ["-g", name], null);
    if (uid.ok && gid.ok) return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  throw new DatabaseError(
    "PostgreSQL refuses to run as root, and there is neither a postgres nor a nobody account to " +
      "hand over to: run as an ordinary user, or set DATABASE_URL.",
  );
}

async function clusterOwner(clusterDir: string): Promise<Account | null> {
  try {
    const { uid, gid } = await Deno.stat(clusterDir);
    if (uid === null || gid === null || uid === 0) return null;
    return { name: `user ${uid}`, uid, gid };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** Whether the account can enter a folder or run a program; the system itself is asked. */
export async function canReach(path: string, account: Account | null): Promise<boolean> {
  if (!account) return true;
  return (await runProgram("test", ["-x", path], account)).ok;
}

/** Gives a file or folder to the account that the server runs as. */
export async function giveTo(path: string, account: Account | null): Promise<void> {
  if (account) await Deno.chown(path, account.uid, account.gid);
}
