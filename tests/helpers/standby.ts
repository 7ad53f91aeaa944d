import { dirname, join } from "@std/path";
import pg from "pg";
import { prepareBinaries } from "../../db/embedded/binaries.ts";
import { copyFolder } from "../../db/embedded/files.ts";
import { readPostmaster, serverUrl } from "../../db/embedded/postmaster.ts";
import { startServer, stopServer } from "../../db/embedded/start_server.ts";
import { prepareStateDir } from "../../db/embedded/state_dir.ts";
import { giveTo } from "../../db/embedded/account.ts";

/** A streaming standby of a server. */
export interface Standby {
  /** Of its `postgres` database. */
  readonly url: string;
  /** Runs one statement there, as its superuser. */
  run(statement: string): Promise<void>;
  /** Halts all of its processes where they are, or lets them go on; on Linux. */
  signal(name: "SIGSTOP" | "SIGCONT"): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/**
 * Makes a streaming standby of a server whose files are here: a backup by the server's own
 * functions, since npm brings no `pg_basebackup`.
 */
export async function startStandby(primaryUrl: string): Promise<Standby> {
  const dir = await Deno.makeTempDir({ prefix: `crypto-ai-test-standby-${Deno.pid}-` });
  const state = await prepareStateDir(dir, () => {});
  const binaries = await prepareBinaries(state);
  await backUp(primaryUrl, state.clusterDir);
  const { username, password, port } = new URL(primaryUrl);
  await Deno.writeTextFile(state.passwordFile, password, { mode: 0o600 });
  await Deno.writeTextFile(join(state.clusterDir, "standby.signal"), "");
  const source = `host=127.0.0.1 port=${port} user=${username} password=${password}`;
  await Deno.writeTextFile(
    join(state.clusterDir, "postgresql.conf"),
    `\nprimary_conninfo = '${source}'\nwal_receiver_status_interval = 1\n` +
      "wal_retrieve_retry_interval = 200ms\n",
    { append: true },
  );
  await giveAllTo(state.clusterDir, (path) => giveTo(path, state.account));
  const { port: own } = await startServer(state, binaries, password);
  const url = serverUrl(own, password, "postgres");
  return {
    url,
    run: (statement) => withClient(url, async (client) => void await client.query(statement)),
    signal: async (name) => {
      const pid = (await readPostmaster(state.clusterDir))!.pid;
      const children = await Deno.readTextFile(`/proc/${pid}/task/${pid}/children`);
      for (const one of [pid, ...children.trim().split(" ").map(Number)]) Deno.kill(one, name);
    },
    stop: () => stopServer(state, binaries),
    start: async () => void await startServer(state, binaries, password, () => own),
    async remove() {
      await stopServer(state, binaries);
      await Deno.remove(dir, { recursive: true });
    },
  };
}

async function backUp(primaryUrl: string, target: string): Promise<void> {
  await withClient(primaryUrl, async (client) => {
    const shown = await client.query<{ data_directory: string }>("show data_directory");
    await client.query("select pg_backup_start('standby', true)");
    await copyFolder(shown.rows[0]!.data_directory, target);
    const stopped = await client.query<{ labelfile: string }>(
      "select * from pg_backup_stop(false)",
    );
    await Deno.writeTextFile(join(target, "backup_label"), stopped.rows[0]!.labelfile);
  });
  await Deno.remove(join(target, "postmaster.pid"));
  await Deno.chmod(target, 0o700);
  await Deno.mkdir(join(dirname(target), "log"), { recursive: true });
  await Deno.chmod(join(dirname(target), "log"), 0o777);
}

async function giveAllTo(path: string, give: (path: string) => Promise<void>): Promise<void> {
  await give(path);
  for await (const entry of Deno.readDir(path)) {
    const inner = join(path, entry.name);
    if (entry.isDirectory) await giveAllTo(inner, give);
    else await give(inner);
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
