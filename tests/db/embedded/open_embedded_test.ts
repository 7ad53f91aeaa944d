import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { join } from "@std/path";
import pg from "pg";
import { DatabaseError } from "../../../db/database.ts";
import { canReach } from "../../../db/embedded/account.ts";
import { type EmbeddedServer, openEmbedded } from "../../../db/embedded/open_embedded.ts";
import { isPostgres } from "../../../db/embedded/postmaster.ts";
import { holdInProcess, spawnHolder } from "./holder.ts";

const IS_ROOT = Deno.uid() === 0;

/** A folder under which any account may make its own, removed at the end. */
async function temporary(mode = 0o755): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir();
  await Deno.chmod(path, mode);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

function open(dataDir: string, lines: string[] = []): Promise<EmbeddedServer> {
  return openEmbedded({ dataDir, log: (line) => lines.push(line), now: Date.now });
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

Deno.test("the server keeps its data over a restart, at a path with spaces and quotes", async () => {
  await using folder = await temporary();
  const dataDir = join(folder.path, "my data", 'it\'s $HOME "here"');
  const first = await open(dataDir);
  assertEquals(first.adopted, false);
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  assertEquals(await isPostgres(first.pid), false);
  const second = await open(dataDir);
  assertEquals(await query(second.url, "select answer from kept"), [42]);
  assertEquals(await query(second.url, "show fsync"), ["on"]);
  await second.stop();
  await second.stop();
});

Deno.test("the server does not hear the terminal's Ctrl-C", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using folder = await temporary();
  const server = await open(folder.path);
  const stat = await Deno.readTextFile(`/proc/${server.pid}/stat`);
  const [, , processGroup, session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ").map(Number);
  await server.stop();
  assertEquals([processGroup, session], [server.pid, server.pid]);
});

Deno.test("a second start says which process holds the data directory, and since when", async () => {
  await using folder = await temporary();
  const holder = await holdInProcess(folder.path);
  const error = await assertRejects(() => open(folder.path), DatabaseError);
  assertMatch(
    error.message,
    new RegExp(`held by process ${holder.pid} since \\d{4}-\\d\\d-\\d\\dT`),
  );
  assert(error.message.includes(folder.path));
  assertEquals((await holder.end()).success, true);
  const next = await open(folder.path);
  await next.stop();
});

Deno.test("a command shares the server of the process that holds the directory", async () => {
  await using folder = await temporary();
  const holder = await holdInProcess(folder.path);
  const shared = { dataDir: folder.path, log: () => {}, now: Date.now, shared: true };
  const joined = await openEmbedded(shared);
  assertEquals([joined.url, joined.pid], [holder.server.url, holder.server.pid]);
  await joined.stop();
  assertEquals(await query(holder.server.url, "select 42"), [42]);
  assertEquals((await holder.end()).success, true);
});

Deno.test("after kill -9 the running server is adopted, and stopped in the end", async () => {
  await using folder = await temporary();
  const holder = await holdInProcess(folder.path);
  await query(holder.server.url, "create table kept as select 42 as answer");
  await holder.kill();
  assert(await isPostgres(holder.server.pid), "the server outlives its process");
  const lines: string[] = [];
  const server = await open(folder.path, lines);
  assertEquals([server.adopted, server.pid], [true, holder.server.pid]);
  assertEquals(await query(server.url, "select answer from kept"), [42]);
  assertMatch(lines.join(), /Took over/);
  await server.stop();
  assertEquals(await isPostgres(server.pid), false);
});

Deno.test("a server that is killed under us is started again at the same place", async () => {
  await using folder = await temporary();
  const lines: string[] = [];
  const server = await open(folder.path, lines);
  await query(server.url, "create table kept as select 42 as answer");
  const first = server.pid;
  Deno.kill(first, "SIGKILL");
  const deadline = Date.now() + 60_000;
  while (server.pid === first && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assertEquals(await query(server.url, "select answer from kept"), [42]);
  assertMatch(lines.join(), /started again/);
  await server.stop();
  assertEquals(await isPostgres(server.pid), false);
});

Deno.test("another port is tried when the first is taken", async () => {
  await using folder = await temporary();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const free = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const ports = [taken.addr.port, free.addr.port];
  free.close();
  const server = await openEmbedded({
    dataDir: folder.path,
    log: () => {},
    now: Date.now,
    choosePort: () => ports.shift()!,
  });
  assertEquals(new URL(server.url).port, String(free.addr.port));
  await server.stop();
});

Deno.test("what a killed first start left half made is made anew", async () => {
  await using folder = await temporary();
  const stateDir = join(folder.path, "postgres");
  const child = spawnHolder(folder.path);
  const isHalfMade = async () => {
    const names = await Array.fromAsync(Deno.readDir(stateDir)).catch(() => []);
    return names.some((entry) => entry.name.startsWith("cluster.partial-"));
  };
  while (!await isHalfMade()) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  await Promise.all([child.status, child.stdin.abort(), child.stdout.cancel()]);
  const server = await open(folder.path);
  assertEquals(await query(server.url, "select 42"), [42]);
  await server.stop();
});

Deno.test("a data directory that cannot be is named", async () => {
  await using folder = await temporary();
  const path = join(folder.path, "file");
  await Deno.writeTextFile(path, "");
  const error = await assertRejects(() => open(join(path, "data")), DatabaseError);
  assertMatch(error.message, /The data directory .*file.data cannot be used/);
});

Deno.test("a folder that is no complete database is left alone and named", async () => {
  await using folder = await temporary();
  const cluster = join(folder.path, "postgres", "cluster");
  await Deno.mkdir(cluster, { recursive: true });
  await Deno.writeTextFile(join(cluster, "PG_VERSION"), "18\n");
  if (IS_ROOT) {
    await Deno.chown(join(folder.path, "postgres"), 65534, 65534);
    await Deno.chown(cluster, 65534, 65534);
  }
  const error = await assertRejects(() => open(folder.path), DatabaseError);
  assertMatch(error.message, /not a complete database/);
  assertEquals(await Deno.readTextFile(join(cluster, "PG_VERSION")), "18\n");
});

Deno.test("a pid file from before a power cut, its pid in use again, does not stop the start", async () => {
  await using folder = await temporary();
  const first = await open(folder.path);
  await first.stop();
  const cluster = join(folder.path, "postgres", "cluster");
  const { uid, gid } = await Deno.stat(cluster);
  // Of the server's own account: PostgreSQL takes processes of others for no danger.
  const user = IS_ROOT ? { uid: uid!, gid: gid! } : {};
  const other = new Deno.Command("sleep", { args: ["600"], cwd: "/", ...user }).spawn();
  const text = `${other.pid}\n/elsewhere\n1700000000\n5432\n\n127.0.0.1\n`;
  await Deno.writeTextFile(join(cluster, "postmaster.pid"), text);
  const second = await open(folder.path);
  assertEquals(second.adopted, false);
  await second.stop();
  other.kill();
  await other.status;
});

Deno.test("root hands over to another account, which alone may enter a closed DATA_DIR", {
  ignore: !IS_ROOT,
}, async () => {
  await using folder = await temporary(0o700);
  const server = await open(folder.path);
  const owner = await Deno.stat(`/proc/${server.pid}`);
  await server.stop();
  assert(owner.uid !== 0);
  const { mode, uid, gid } = await Deno.stat(folder.path);
  assertEquals([mode! & 0o777, uid], [0o710, 0]);
  assertEquals((await Deno.stat(join(folder.path, "postgres"))).gid, gid);
});

Deno.test("root with DATA_DIR below a closed folder keeps the database elsewhere and says where", {
  ignore: !IS_ROOT,
}, async () => {
  await using folder = await temporary(0o700);
  const dataDir = join(folder.path, "data");
  const lines: string[] = [];
  const first = await open(dataDir, lines);
  const elsewhere = (await Deno.readTextFile(join(dataDir, "postgres.location"))).trim();
  await query(first.url, "create table kept as select 42 as answer");
  await first.stop();
  assert(lines.some((line) => line.includes(elsewhere) && line.includes(dataDir)), lines.join());
  assertEquals((await Deno.stat(folder.path)).mode! & 0o777, 0o700);
  const second = await open(dataDir);
  assertEquals(await query(second.url, "select answer from kept"), [42]);
  await second.stop();
  await Deno.remove(elsewhere, { recursive: true });
});

/** Another account cannot run a Deno, or read a checkout, that lies in root's closed home. */
async function othersReachUs(): Promise<boolean> {
  const nobody = { uid: 65534, gid: 65534, name: "nobody" };
  const reached = !IS_ROOT ||
    await canReach(Deno.execPath(), nobody) && await canReach(import.meta.dirname!, nobody);
  if (!reached) console.log("skipped: an ordinary user's server needs a Deno that users can reach");
  return reached;
}

Deno.test("an ordinary user runs the server under their own account", {
  ignore: !await othersReachUs(),
}, async () => {
  await using folder = await temporary();
  const [uid, gid] = IS_ROOT ? [65534, 65534] : [Deno.uid()!, Deno.gid()!];
  const denoDir = join(folder.path, "cache");
  const dataDir = join(folder.path, "data");
  for (const path of [denoDir, dataDir]) {
    await Deno.mkdir(path);
    if (IS_ROOT) await Deno.chown(path, uid, gid);
  }
  const holder = await holdInProcess(dataDir, IS_ROOT ? { uid, gid, denoDir } : {});
  const server = await Deno.stat(`/proc/${holder.server.pid}`).catch(() => null);
  assertEquals(await query(holder.server.url, "select 42"), [42]);
  assertEquals((await holder.end()).success, true);
  assertEquals((await Deno.stat(join(dataDir, "postgres", "cluster"))).uid, uid);
  if (server) assertEquals(server.uid, uid);
  // What a user made, root takes over as that user.
  const next = await open(dataDir);
  await next.stop();
});
