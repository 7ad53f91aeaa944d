import { join } from "@std/path";
import { DatabaseError } from "../database.ts";
import { giveTo } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { exists, syncFolder } from "./files.ts";
import { runProgram } from "./run_program.ts";
import { SETTINGS_FILE } from "./settings.ts";
import type { ServerState } from "./state_dir.ts";

/** Name of the server's only role. */
export const ROLE = "app";

/**
 * Makes the cluster where there is none. It is made under another name and renamed when it is
 * complete: a `cluster` folder is therefore always whole, and what a killed attempt left behind can
 * be told apart and removed.
 */
export async function ensureCluster(state: ServerState, binaries: Binaries): Promise<void> {
  await removeHalfMade(state);
  if (await exists(state.clusterDir)) return await checkCluster(state);
  const partialName = `cluster.partial-${crypto.randomUUID().slice(0, 8)}`;
  const partial = join(state.dir, partialName);
  await writePassword(state);
  const result = await runProgram(
    binaries.initdb,
    [
      `--pgdata=${partialName}`,
      `--username=${ROLE}`,
      "--pwfile=password",
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      // One call for all files; fsync of each takes seconds on a slow disk.
      ...(Deno.build.os === "linux" ? ["--sync-method=syncfs"] : []),
    ],
    state.account,
    state.dir,
  );
  if (!result.ok) {
    throw new DatabaseError(
      `The database could not be made in ${state.dir}: ${result.stderr || `code ${result.code}`}`,
    );
  }
  const settings = join(partial, "postgresql.conf");
  await Deno.writeTextFile(settings, `\ninclude_if_exists '${SETTINGS_FILE}'\n`, { append: true });
  await Deno.rename(partial, state.clusterDir);
  await syncFolder(state.dir);
}

async function checkCluster(state: ServerState): Promise<void> {
  if (!await exists(join(state.clusterDir, "global", "pg_control"))) {
    throw new DatabaseError(
      `${state.clusterDir} is not a complete database: move it away to start with an empty one.`,
    );
  }
  if (!await exists(state.passwordFile)) {
    throw new DatabaseError(
      `The password of the database is missing: put back ${state.passwordFile}.`,
    );
  }
}

async function removeHalfMade(state: ServerState): Promise<void> {
  for await (const entry of Deno.readDir(state.dir)) {
    if (!entry.name.startsWith("cluster.partial-")) continue;
    // An `initdb` whose parent was killed may still be writing; what stays is removed next time.
    await Deno.remove(join(state.dir, entry.name), { recursive: true }).catch(() => {});
  }
}

/** The file belongs to the server's account, for `initdb` reads it; no other may. */
async function writePassword(state: ServerState): Promise<void> {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  const password = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  await Deno.writeTextFile(state.passwordFile, password + "\n", { mode: 0o600 });
  await giveTo(state.passwordFile, state.account);
}
