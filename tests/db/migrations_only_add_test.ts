import { assertEquals } from "@std/assert";

const FOLDER = new URL("../../db/migrations/", import.meta.url);

/** The last migration from before releases were switched on a running database. */
const FREE_UNTIL = 22;

/**
 * What the release before a migration could not live with: it runs on between the migration and the
 * switch, and again after a rollback.
 */
const TAKES_AWAY =
  /\bdrop\s+(?:table|column|view|schema)\b|\brename\s+(?:to|column)\b|\bset\s+not\s+null\b|\balter\s+column\s+\S+\s+(?:set\s+data\s+)?type\b/i;

/** Steps that take away what no release still in use asks for, each with the release that stopped. */
const ALLOWED: readonly string[] = [];

Deno.test("migrations only add, so that the release before goes on with the new schema", async () => {
  const breaking: string[] = [];
  for await (const { name } of Deno.readDir(FOLDER)) {
    const number = Number(/^m(\d+)_/.exec(name)?.[1] ?? 0);
    if (number <= FREE_UNTIL || ALLOWED.includes(name)) continue;
    const taken = TAKES_AWAY.exec(await Deno.readTextFile(new URL(name, FOLDER)));
    if (taken) breaking.push(`${name}: ${taken[0]}`);
  }
  assertEquals(breaking, [], "take it away in a later release, when no other still asks for it");
});

Deno.test("what would take something away is noticed", () => {
  for (
    const statement of [
      `alter table "a" drop column "b"`,
      "DROP TABLE a",
      `alter table "a" rename to "b"`,
      `alter table "a" alter column "b" set not null`,
      `alter table "a" alter column "b" type bigint`,
    ]
  ) assertEquals(TAKES_AWAY.test(statement), true, statement);
  for (
    const statement of [
      `alter table "a" add column "b" int not null default 0`,
      `alter table "a" drop constraint "c"`,
      `create index "i" on "a" ("b")`,
    ]
  ) assertEquals(TAKES_AWAY.test(statement), false, statement);
});
