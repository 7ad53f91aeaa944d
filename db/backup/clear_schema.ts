import type { MikroORM } from "@mikro-orm/postgresql";
import { DatabaseError, type Sql } from "../database.ts";
import { MIGRATIONS_TABLE, ownNames } from "./own_names.ts";
import { OUR_SCHEMA, quoted, readMigrations, readTables } from "./read_schema.ts";

/** Tables that have rows before anybody has done anything. */
const NEVER_EMPTY: readonly string[] = [MIGRATIONS_TABLE, "live_feed"];

/** What is in the way of a restore: the tables of ours that have rows. */
export async function tablesWithRows(db: Sql, orm: MikroORM): Promise<string[]> {
  const own = (await ownNames(orm, await readMigrations(db))).tables;
  const found: string[] = [];
  for (const { name } of await readTables(db)) {
    if (!own.has(name) || NEVER_EMPTY.includes(name)) continue;
    const [row] = await db.sql<{ some: boolean }>(
      `select exists (select from ${quoted(name)}) as some`,
    );
    if (row!.some) found.push(name);
  }
  return found;
}

/**
 * Removes what our migrations have made from the schema, in the caller's transaction: until it commits
 * all is as it was for everybody else, and a rollback brings it back. What is not ours stays; where
 * that depends on something of ours, the server refuses.
 */
export async function clearSchema(tx: Sql, orm: MikroORM): Promise<void> {
  const own = await ownNames(orm, await readMigrations(tx));
  const objects = await tx.sql<{ kind: "trigger" | "function" | "table"; what: string }>(
    `select 'trigger' as kind, format('trigger %I on %s', tgname, tgrelid::regclass) as what
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = ${OUR_SCHEMA} and c.relname = any($1) and not tgisinternal
     union all
     select 'function', oid::regprocedure::text from pg_proc
     where pronamespace = ${OUR_SCHEMA} and proname = any($2)
     union all
     select 'table', oid::regclass::text from pg_class
     where relnamespace = ${OUR_SCHEMA} and relname = any($1) and relkind = 'r'`,
    [[...own.tables], [...own.functions]],
  );
  const of = (kind: string) => objects.flatMap((one) => one.kind === kind ? one.what : []);
  try {
    // Functions take rows of tables, and triggers call functions.
    for (const trigger of of("trigger")) await tx.sql(`drop ${trigger}`);
    for (const kind of ["function", "table"]) {
      if (of(kind).length > 0) await tx.sql(`drop ${kind} ${of(kind).join(", ")}`);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(
      `What is in the database cannot be replaced: ${reason}. Nothing was changed.`,
      { cause: error },
    );
  }
}
