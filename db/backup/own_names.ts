import type { MikroORM } from "@mikro-orm/postgresql";
import type { Migration } from "@mikro-orm/migrations";
import { DatabaseError } from "../database.ts";
import { migrationsList } from "../migrations/migrations_list.ts";

/** The table in which the applied migrations are noted. */
export const MIGRATIONS_TABLE = "schema_migrations";

/** What migrations make: tables by name, and functions by name. */
export interface OwnNames {
  readonly tables: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

/**
 * The statements of a migration, in order. None of ours does anything else than to state some.
 *
 * @throws {DatabaseError} for one that this release does not have
 */
export async function statementsOf(orm: MikroORM, name: string): Promise<readonly string[]> {
  const found = migrationsList.find((one) => one.name === name);
  if (found === undefined) {
    throw new DatabaseError(
      `The migration ${name} is of a newer release than this one: update the program first.`,
    );
  }
  const migration: Migration = new found.class(orm.em.getDriver(), orm.config);
  await migration.up();
  return migration.getQueries().map(String);
}

/**
 * What these migrations make in a schema. Whatever else is there belongs to somebody else, and is
 * neither backed up nor touched.
 */
export async function ownNames(orm: MikroORM, migrations: readonly string[]): Promise<OwnNames> {
  const tables = new Set([MIGRATIONS_TABLE]);
  const functions = new Set<string>();
  for (const name of migrations) {
    for (const statement of await statementsOf(orm, name)) {
      for (const [, table] of statement.matchAll(CREATES_TABLE)) tables.add(table!);
      for (const [, made] of statement.matchAll(CREATES_FUNCTION)) functions.add(made!);
    }
  }
  return { tables, functions };
}

const CREATES_TABLE = /\bcreate (?:unlogged )?table "?(\w+)"?/gi;
const CREATES_FUNCTION = /\bcreate (?:or replace )?function "?(\w+)"?/gi;
