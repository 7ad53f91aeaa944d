import { assert, assertEquals, assertRejects } from "@std/assert";
import { join } from "@std/path";
import pg from "pg";
import {
  type Database,
  DatabaseError,
  migrate,
  NoSecondDatabaseError,
  openDatabase,
  quickSend,
  readCoinTotals,
  restoreBackup,
  writeBackup,
} from "../../../db/mod.ts";
import { migrationsList } from "../../../db/migrations/migrations_list.ts";
import { tryRestore } from "../../../jobs/try_restore.ts";
import { verifyDatabase } from "../../../jobs/verify_database.ts";
import { serverForTests, testDatabase } from "../../helpers/database.ts";
import { fillDatabase, readEverything } from "../../helpers/full_database.ts";

const NOTHING_MORE = () => Promise.resolve();

interface World extends AsyncDisposable {
  readonly dir: string;
  readonly file: string;
  readonly db: Database & AsyncDisposable;
}

/** A database with rows in every table, and a place for its backup. */
async function fullWorld(): Promise<World> {
  const dir = await Deno.makeTempDir();
  const db = await testDatabase();
  await fillDatabase(db);
  const file = join(dir, "full.tar");
  return {
    dir,
    file,
    db,
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await Deno.remove(dir, { recursive: true });
    },
  };
}

function backUp({ db, file }: Pick<World, "db" | "file">) {
  return writeBackup(db, { file, productVersion: "1.2.3", now: Date.now });
}

/** An empty database of the test server, with one connection as a task has it. */
async function emptyDatabase(url?: string): Promise<Database & AsyncDisposable> {
  const server = await serverForTests();
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  await execute(server, `create database ${name}`);
  const target = new URL(url ?? server);
  target.pathname = `/${name}`;
  if (url !== undefined) {
    await execute(server, `alter database ${name} owner to ${target.username}`);
  }
  const db = await openDatabase({ dataDir: "", databaseUrl: target.href, poolSize: 1 });
  return {
    ...db,
    async [Symbol.asyncDispose]() {
      await db.close();
      await execute(server, `drop database ${name} with (force)`);
    },
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** All that makes up the schema, in words of the catalog. */
async function describeSchema(db: Pick<Database, "sql">): Promise<string[]> {
  const rows = await db.sql<{ what: string }>(
    `with ours as (select * from pg_class where relnamespace = 'public'::regnamespace)
     select format('column %s.%s %s %s %s', c.relname, attname, format_type(atttypid, atttypmod),
         attnotnull, pg_get_expr(d.adbin, d.adrelid)) as what
       from pg_attribute a join ours c on c.oid = attrelid
       left join pg_attrdef d on d.adrelid = attrelid and d.adnum = attnum
       where attnum > 0 and not attisdropped and c.relkind = 'r'
     union all select format('constraint %s %s %s', conrelid::regclass, conname,
         pg_get_constraintdef(oid)) from pg_constraint where connamespace = 'public'::regnamespace
     union all select 'index ' || pg_get_indexdef(oid) from ours where relkind = 'i'
     union all select format('trigger %s %s', tgenabled, pg_get_triggerdef(oid)) from pg_trigger
       where not tgisinternal
     union all select format('function %s %s', md5(pg_get_functiondef(oid)), proacl) from pg_proc
       where pronamespace = 'public'::regnamespace
     union all select format('table %s %s %s %s', relname, relpersistence, reloptions,
         coalesce(relacl, acldefault('r', relowner))) from ours where relkind in ('r', 'S')`,
  );
  return rows.map((row) => row.what).sort();
}

Deno.test("what is restored is what was backed up, to the last byte, in the same schema", async () => {
  await using world = await fullWorld();
  const before = await readEverything(world.db);
  const empty = [...before].filter(([, rows]) => rows === "").map(([name]) => name);
  assertEquals(empty, [], "a new table needs a row in tests/helpers/full_database.ts");
  const { manifest } = await backUp(world);
  assertEquals(manifest.tables.map((table) => table.name), [...before.keys()]);
  assertEquals((await Deno.stat(world.file)).mode! & 0o777, 0o600);
  await using second = await emptyDatabase();
  const restored = await restoreBackup(second, { file: world.file, complete: NOTHING_MORE });
  assertEquals(restored, manifest);
  assertEquals(await readEverything(second), before);
  assertEquals(await describeSchema(second), await describeSchema(world.db));
  const { book, ledger } = manifest.heads;
  const proof = (await verifyDatabase(second, { nowMs: Date.now() })).join("\n");
  assert(proof.includes(book!.hash), proof);
  assert(proof.includes(ledger!.hash), proof);
  // Sequences go on where they were: what is added next takes no number that is taken.
  await quickSend(second, {
    ...{ fromUser: "bob", toUser: "ann", amount: "1", fee: "0", nowMs: Date.now(), metadata: {} },
    createdBy: "person:bob",
  });
  await verifyDatabase(second, { nowMs: Date.now() });
});

Deno.test("a backup shows one moment while coins are moving, and keeps nobody waiting", async () => {
  await using world = await fullWorld();
  let over = false;
  let sent = 0;
  const sending = [["ann", "bob"], ["bob", "ann"]].map(async ([fromUser, toUser]) => {
    while (!over) {
      await quickSend(world.db, {
        ...{ fromUser: fromUser!, toUser: toUser!, amount: "0.5", fee: "0", metadata: {} },
        ...{ nowMs: Date.now(), createdBy: `person:${fromUser}` },
      });
      sent += 1;
    }
  });
  const sentAt: number[] = [];
  const names = new Set<string>();
  await writeBackup(world.db, {
    ...{ file: world.file, productVersion: "1.2.3", now: Date.now },
    onProgress({ step, table }) {
      sentAt.push(sent);
      // This process stands still, the server does not: what is under way is there for the next table.
      if (table.startsWith("ledger_")) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
      }
      for (const { name } of Deno.readDirSync(world.dir)) names.add(`${step}: ${name}`);
    },
  });
  over = true;
  await Promise.all(sending);
  assert(sentAt.at(-1)! > sentAt[0]!, `sent while it was written: ${sentAt.join()}`);
  assertEquals([...names], ["writing: full.tar.partial", "reading back: full.tar.partial"]);
  // Conservation would not hold between accounts of one moment and entries of another.
  const { proof } = await tryRestore(world.db, { file: world.file, now: Date.now });
  assert(proof.some((line) => line.includes("its accounts hold 1000000 TBC")), proof.join("\n"));
  assertEquals((await readCoinTotals(world.db)).total, "1000000");
});

Deno.test("a database that is not empty stays as it is, unless it is to be replaced", async () => {
  await using world = await fullWorld();
  await backUp(world);
  await using other = await emptyDatabase();
  await migrate(other);
  await other.sql("insert into settings values ('mine', '1', now())");
  await other.sql("create table guest_book (id int primary key, name text)");
  await other.sql("insert into guest_book values (1, 'somebody else')");
  const before = await readEverything(other);
  const restore = (replace: boolean, complete: () => Promise<void> = NOTHING_MORE) =>
    restoreBackup(other, { file: world.file, replace, complete });
  await assertRejects(() => restore(false), DatabaseError, "there are rows in settings");
  assertEquals(await readEverything(other), before);
  // Whatever fails at the very end, too.
  await assertRejects(
    () => restore(true, () => Promise.reject(new Error("not proved"))),
    DatabaseError,
    "was not restored: not proved. Nothing was changed.",
  );
  assertEquals(await readEverything(other), before);
  await restore(true);
  const after = await readEverything(other);
  assert(after.get("guest_book")?.includes("somebody else"), "what is not ours stays");
  after.delete("guest_book");
  assertEquals(after, await readEverything(world.db));
  const again = await writeBackup(other, {
    ...{ file: join(world.dir, "again.tar"), productVersion: "1.2.3", now: Date.now },
  });
  assertEquals(again.manifest.left_out, ["guest_book"]);
});

Deno.test("a backup of an older schema is brought up to date", async () => {
  await using old = await emptyDatabase();
  const dir = await Deno.makeTempDir();
  const file = join(dir, "old.tar");
  try {
    await old.orm.migrator.up({ to: "m0016_chat" });
    await old.sql(
      `insert into people (user_id, email, password_hash, role, created_at, password_changed_at)
       values ('ann', 'ann@example.com', 'argon2', 'user', now(), now())`,
    );
    await writeBackup(old, { file, productVersion: "0.9.0", now: Date.now });
    await using second = await emptyDatabase();
    await restoreBackup(second, { file, complete: NOTHING_MORE });
    const names = migrationsList.map((one) => one.name);
    const noted = await second.sql<{ name: string }>(
      "select name from schema_migrations order by id",
    );
    assertEquals(noted.map((row) => row.name), names);
    assertEquals(await second.sql("select user_id as id from people"), [{ id: "ann" }]);
    assertEquals(await second.orm.schema.getUpdateSchemaSQL({ wrap: false }), "");
    assertEquals(await migrate(second), []);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a user who only owns the database restores all of it, guards included", async () => {
  await using world = await fullWorld();
  await backUp(world);
  const server = await serverForTests();
  const role = `owner_${crypto.randomUUID().slice(0, 8)}`;
  await execute(server, `create role ${role} login password 'x'`);
  const url = new URL(server);
  [url.username, url.password] = [role, "x"];
  try {
    await using second = await emptyDatabase(url.href);
    await restoreBackup(second, { file: world.file, complete: NOTHING_MORE });
    assertEquals(await readEverything(second), await readEverything(world.db));
    for (
      const statement of [
        "update ledger_entries set amount = 0",
        "insert into ledger_entries select * from ledger_entries limit 1",
        "delete from predictions",
        "truncate ledger_chain",
      ]
    ) await assertRejects(() => second.sql(statement), Error, undefined, statement);
    await verifyDatabase(second, { nowMs: Date.now() });
    await assertRejects(
      () => tryRestore(second, { file: world.file, now: Date.now }),
      NoSecondDatabaseError,
      "alter role … createdb",
    );
  } finally {
    await execute(server, `drop role ${role}`);
  }
});

Deno.test("nothing is restored into a database that the program is using", async () => {
  await using world = await fullWorld();
  await backUp(world);
  await using second = await emptyDatabase();
  const running = await openDatabase({ dataDir: "", databaseUrl: second.url, poolSize: 1 });
  const restore = () => restoreBackup(second, { file: world.file, complete: NOTHING_MORE });
  await assertRejects(restore, DatabaseError, "The program is running on this database");
  await running.close();
  await restore();
});
