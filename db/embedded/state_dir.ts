import { join } from "@std/path";
import { DatabaseError, type LogLine } from "../database.ts";
import { type Account, canReach, giveTo, serverAccount } from "./account.ts";
import { exists, readTextIfAny } from "./files.ts";

/** Where the server's files are, and who runs it. */
export interface ServerState {
  /** Holds the cluster, its password, copied programs and logs. */
  readonly dir: string;
  /** The cluster; it is there only once it is complete. */
  readonly clusterDir: string;
  readonly passwordFile: string;
  readonly logDir: string;
  /** `null`: our own account. */
  readonly account: Account | null;
}

/** Tells where the files are, when they cannot be in `DATA_DIR`. */
const LOCATION_FILE = "postgres.location";

/**
 * Finds or makes the folder of the server's files: `DATA_DIR/postgres`. Where the account that the
 * server runs as cannot get there (root with `DATA_DIR` under `/root`), a folder of its own under
 * `/var/lib` takes its place, and `DATA_DIR/postgres.location` says so, for us and for people.
 */
export async function prepareStateDir(dataDir: string, log: LogLine): Promise<ServerState> {
  const elsewhere = (await readTextIfAny(join(dataDir, LOCATION_FILE)))?.trim();
  const dir = elsewhere || join(dataDir, "postgres");
  const account = await serverAccount(join(dir, "cluster"));
  const found = stateAt(dir, account);
  if (await exists(found.clusterDir)) {
    await openWay(dataDir, dir, account);
    if (await canReach(found.clusterDir, account)) return found;
    throw new DatabaseError(
      `The database in ${found.clusterDir} belongs to ${account?.name}, who cannot enter a folder ` +
        "above it: allow that, or move DATA_DIR elsewhere.",
    );
  }
  await Deno.mkdir(dir, { recursive: true, mode: 0o700 });
  await giveTo(dir, account);
  await openWay(dataDir, dir, account);
  if (await canReach(dir, account)) return found;
  return await moveElsewhere(dataDir, dir, account, log);
}

/** Where the files of a server that is running already are; nothing is made or changed. */
export async function findStateDir(dataDir: string): Promise<ServerState> {
  const elsewhere = (await readTextIfAny(join(dataDir, LOCATION_FILE)))?.trim();
  return stateAt(elsewhere || join(dataDir, "postgres"), null);
}

function stateAt(dir: string, account: Account | null): ServerState {
  return {
    dir,
    clusterDir: join(dir, "cluster"),
    passwordFile: join(dir, "password"),
    logDir: join(dir, "log"),
    account,
  };
}

/**
 * Lets the server's account, and nobody else, pass through a `DATA_DIR` that only root may enter;
 * it still cannot list or read what else is in there.
 */
async function openWay(dataDir: string, dir: string, account: Account | null): Promise<void> {
  if (!account || await canReach(dir, account)) return;
  const { mode, uid } = await Deno.stat(dataDir);
  if (mode === null || uid !== 0 || (mode & 0o077) !== 0) return;
  await Deno.chown(dataDir, 0, account.gid);
  await Deno.chmod(dataDir, 0o710);
}

async function moveElsewhere(
  dataDir: string,
  unreachable: string,
  account: Account | null,
  log: LogLine,
): Promise<ServerState> {
  for (const root of ["/var/lib/crypto-ai", "/var/tmp"]) {
    const dir = join(root, `postgres-${crypto.randomUUID().slice(0, 8)}`);
    try {
      await Deno.mkdir(root, { recursive: true, mode: 0o755 });
      await Deno.mkdir(dir, { mode: 0o700 });
    } catch {
      continue;
    }
    await giveTo(dir, account);
    if (!await canReach(dir, account)) continue;
    await Deno.writeTextFile(join(dataDir, LOCATION_FILE), dir + "\n");
    await Deno.remove(unreachable);
    log(`The database is kept in ${dir}: ${account?.name} cannot enter ${dataDir}.`, { dir });
    return stateAt(dir, account);
  }
  throw new DatabaseError(
    `PostgreSQL cannot run as root, and ${account?.name} can enter neither ${dataDir} nor a folder ` +
      "under /var: choose another DATA_DIR, run as an ordinary user, or set DATABASE_URL.",
  );
}
