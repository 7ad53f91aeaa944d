// Runs beside one other: nothing here is timed.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import pg from "pg";
import { checkArchive, type Database, openArchive, type Sql, writeBackup } from "../../db/mod.ts";
import { testDatabase } from "../helpers/database.ts";
import { fillDatabase, readEverything } from "../helpers/full_database.ts";
import { runCommand, until } from "./run_command.ts";
import { stallingProxy } from "./stalling_proxy.ts";

/** More than a connection says beside the rows, less than the rows below. */
const HALF = 400_000;

interface World extends AsyncDisposable {
  readonly db: Database;
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A database whose rows are more than a megabyte, most of them in the middle of the alphabet. */
async function largeWorld(): Promise<World> {
  const db = await testDatabase();
  const dir = await Deno.makeTempDir();
  await fillDatabase(db);
  await db.sql(
    `insert into job_log_lines (run_id, attempt, at, level, message)
     select 1, 1, now(), 'info', md5(random()::text) from generate_series(1, 20000)`,
  );
  return {
    db,
    dir,
    env: { DATABASE_URL: db.url, DATA_DIR: dir },
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

function proxyTo(url: string) {
  const { hostname, port } = new URL(url);
  return stallingProxy({ hostname, port: Number(port) }, HALF);
}

function through(url: string, port: number): string {
  const changed = new URL(url);
  [changed.hostname, changed.port] = ["127.0.0.1", String(port)];
  return changed.href;
}

/** A connection beside the tasks that does not look like the program. */
async function reopened(url: string) {
  const client = new pg.Client({ connectionString: url, application_name: "a test" });
  await client.connect();
  const sql: Sql["sql"] = async (text, params = []) => (await client.query(text, [...params])).rows;
  const close = () => client.end();
  return { sql, close, [Symbol.asyncDispose]: () => close().catch(() => {}) };
}

async function isAlone(db: Sql): Promise<boolean> {
  const others = await db.sql(
    `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and backend_type = 'client backend'`,
  );
  return others.length === 0;
}

async function namesIn(dir: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(dir)) names.push(name);
  return names.filter((name) => name.includes(".tar")).sort();
}

Deno.test("a backup that is killed leaves nothing under its name, and the next one goes through", async () => {
  await using world = await largeWorld();
  const file = join(world.dir, "killed.tar");
  {
    await using proxy = proxyTo(world.db.url);
    const env = { ...world.env, DATABASE_URL: through(world.db.url, proxy.port) };
    const run = runCommand("db", ["backup", file], env);
    await proxy.stalled;
    assertEquals(await namesIn(world.dir), ["killed.tar.partial"]);
    // Who would write the same file meanwhile is refused.
    const second = await runCommand("db", ["backup", file], world.env).ended;
    assertMatch(second.stderr, /another process is writing it/);
    run.kill();
    await run.ended;
    assertEquals(await namesIn(world.dir), ["killed.tar.partial"]);
  }
  const next = await runCommand("db", ["backup", file], world.env).ended;
  assertEquals(next.code, 0, next.stderr);
  assertEquals(await namesIn(world.dir), ["killed.tar"]);
  await using archive = await openArchive(file);
  await checkArchive(archive);
});

Deno.test("a restore that is killed leaves the database as it was, and the next one goes through", async () => {
  await using world = await largeWorld();
  const file = join(world.dir, "kept.tar");
  await writeBackup(world.db, { file, productVersion: "1.2.3", now: Date.now });
  const backedUp = await readEverything(world.db);
  await world.db.sql("update settings set value = '\"newer\"'");
  await world.db.sql("delete from job_log_lines where id > 5");
  const before = await readEverything(world.db);
  await world.db.close();
  await using db = await reopened(world.db.url);
  {
    await using proxy = proxyTo(world.db.url);
    const env = { ...world.env, DATABASE_URL: through(world.db.url, proxy.port) };
    const run = runCommand("db", ["restore", file, "--replace"], env);
    await proxy.stalled;
    run.kill();
    await run.ended;
  }
  await until("the server has taken all of it back", () => isAlone(db));
  assertEquals(await readEverything(db), before);
  await db.close();
  const next = await runCommand("db", ["restore", file, "--replace"], world.env).ended;
  assertEquals(next.code, 0, next.stderr);
  assertMatch(next.stdout, /its accounts hold 1000000 TBC/);
  await using after = await reopened(world.db.url);
  const now = await readEverything(after);
  for (const table of ["settings", "people", "job_log_lines", "ledger_entries", "candles"]) {
    assertEquals(now.get(table), backedUp.get(table), table);
  }
  // What had a meaning only at its moment has ended.
  assertEquals([now.get("sessions"), now.get("live_events")], ["", ""]);
  assertMatch(now.get("alert_messages")!, /"status": "expired"/);
  assertMatch(now.get("audit_log")!, /database\.restore/);
});

Deno.test("a disk that takes no more ends a backup with a sentence, and leaves nothing", async () => {
  await using world = await largeWorld();
  const file = join(world.dir, "large.tar");
  // A limit on the size of files is what comes nearest to a full disk without being one.
  const limited = new Deno.Command("sh", {
    args: [
      "-c",
      `trap '' XFSZ; ulimit -f 200; exec "$0" run --quiet --no-check -A jobs/cli/db.ts backup "$1"`,
      Deno.execPath(),
      file,
    ],
    env: { ...world.env, ENV_FILE: "" },
  });
  const { code, stderr } = await limited.output();
  const said = new TextDecoder().decode(stderr).trim().split("\n").at(-1)!;
  assertEquals(code, 1, said);
  assert(said.startsWith(`The backup could not be written to ${file}: `), said);
  assertEquals(await namesIn(world.dir), []);
  const nowhere = join(world.dir, "no", "such", "folder.tar");
  const refused = await runCommand("db", ["backup", nowhere], world.env).ended;
  assertEquals(refused.code, 1);
  assertMatch(refused.stderr, /cannot be written to .*folder\.tar: .*Choose another place\./);
});
