import { assert, assertEquals, assertRejects } from "@std/assert";
import { ExchangeBlockEntity } from "../../db/jobs/exchange_block_entity.ts";
import { DatabaseError, openDatabase } from "../../db/mod.ts";
import { parseTimestampMs } from "../../db/value_types.ts";
import { until } from "../faults/run_command.ts";
import { onDatabase, serverForTests, testDatabase } from "../helpers/database.ts";

Deno.test("plain SQL returns times as milliseconds and decimals exact", async () => {
  await using db = await testDatabase();
  const text = `select timestamptz '2024-01-01 05:30:00.25+05:30' as at, 9007199254740991 as big,
    1.10::numeric as exact, null::timestamptz as none, '{"a": [1]}'::jsonb as json, $1::text[] as list`;
  for (const zone of ["UTC", "Asia/Kolkata", "America/St_Johns"]) {
    const rows = await db.transaction(async (tx) => {
      await tx.sql(`set local timezone = '${zone}'`);
      return await tx.sql<Record<string, unknown>>(text, [["x", "y"]]);
    });
    assertEquals(rows[0], {
      at: 1_704_067_200_250,
      big: 9007199254740991,
      exact: "1.10",
      none: null,
      json: { a: [1] },
      list: ["x", "y"],
    });
  }
  assertEquals(parseTimestampMs("1970-01-01 00:00:01-00"), 1000);
});

Deno.test("a transaction that throws leaves nothing, and its connection usable", async () => {
  await using db = await testDatabase({ poolSize: 1 });
  await assertRejects(
    () =>
      db.transaction(async (tx) => {
        await tx.sql("insert into exchange_blocks values ('host', now(), 'why', now())");
        await tx.sql("select 1 / 0");
      }),
    Error,
    "division by zero",
  );
  assertEquals(await db.sql("select * from exchange_blocks"), []);
});

Deno.test("statements are told with their time, and connections are counted", async () => {
  await using db = await testDatabase();
  const told: boolean[] = [];
  const seen = await openDatabase({
    dataDir: "",
    databaseUrl: db.url,
    poolSize: 2,
    onStatement: (ms, failed) => told.push(failed && ms > 0),
  });
  await seen.sql("select 1");
  await assertRejects(() => seen.sql("select 1 / 0"));
  await seen.transaction(async (tx) => {
    await tx.sql("select 1");
    const [first] = seen.pools();
    assertEquals(first, { server: "primary", used: 1, idle: 0, waiting: 0, limit: 2 });
  });
  assertEquals(told, [false, true, false]);
  assertEquals(seen.pools().length, 1, "there is no standby");
  await seen.close();
});

Deno.test("MikroORM sees what plain SQL wrote", async () => {
  await using db = await testDatabase();
  await db.sql("insert into exchange_blocks values ('host', now(), 'why', now())");
  assertEquals(await db.em().count(ExchangeBlockEntity), 1);
});

Deno.test("a database that was closed has no connection left on the server", async () => {
  await using db = await testDatabase({ poolSize: 1 });
  const other = await openDatabase({ dataDir: "", databaseUrl: db.url, poolSize: 2 });
  const [row] = await other.sql<{ pid: number }>("select pg_backend_pid() as pid");
  await other.close();
  await until("the server has seen it go", async () => {
    const left = await db.sql("select from pg_stat_activity where pid = $1", [row!.pid]);
    return left.length === 0;
  }, 5);
});

Deno.test("a statement that takes too long is cancelled", async () => {
  await using db = await testDatabase();
  const hasty = await openDatabase({
    dataDir: "",
    databaseUrl: db.url,
    poolSize: 1,
    statementTimeoutMs: 50,
  });
  await assertRejects(() => hasty.sql("select pg_sleep(5)"), Error, "statement timeout");
  await hasty.close();
});

Deno.test("an unusable DATABASE_URL is named without its password", async (t) => {
  const good = await serverForTests();
  const port = new URL(good).port;
  const unusable = {
    "nobody listens": "postgres://app:s3cret@127.0.0.1:1/x",
    "wrong password": `postgres://app:s3cret@127.0.0.1:${port}/x`,
    "no such database": onDatabase(good, "no_such_database"),
  };
  for (const [name, databaseUrl] of Object.entries(unusable)) {
    await t.step(name, async () => {
      const open = () => openDatabase({ dataDir: "", databaseUrl, poolSize: 1 });
      const error = await assertRejects(open, DatabaseError);
      assert(error.message.includes("DATABASE_URL (127.0.0.1:"), error.message);
      assert(!error.message.includes("s3cret"), error.message);
      assert(!error.message.includes(new URL(good).password), error.message);
    });
  }
});
