import { assertEquals } from "@std/assert";
import { migrate, openDatabase } from "../../db/mod.ts";
import { migrationsList } from "../../db/migrations/migrations_list.ts";
import { testDatabase } from "../helpers/database.ts";

Deno.test("entities and migrations describe the same schema", async () => {
  await using db = await testDatabase();
  assertEquals(await db.orm.schema.getUpdateSchemaSQL({ wrap: false }), "");
});

Deno.test("migrations called by several processes at once are applied once", async () => {
  await using db = await testDatabase();
  await db.sql("drop schema public cascade");
  await db.sql("create schema public");
  const open = () => openDatabase({ dataDir: "", databaseUrl: db.url, poolSize: 1 });
  const others = await Promise.all([open(), open(), open()]);
  const applied = await Promise.all(others.map((other) => migrate(other)));
  assertEquals(applied.map((names) => names.length).sort(), [0, 0, migrationsList.length]);
  await Promise.all(others.map((other) => other.close()));
});
