import type { MikroORM } from "@mikro-orm/postgresql";
import type { Sql } from "../database.ts";
import { MIGRATIONS_TABLE, statementsOf } from "./own_names.ts";

/** As the migrator makes it; a test holds one against the other. */
const TABLE = `create table if not exists "${MIGRATIONS_TABLE}" (
  "id" serial primary key,
  "name" varchar(255) not null,
  "executed_at" timestamptz(6) not null default current_timestamp(6)
)`;

/** Applies these migrations in this order, in the caller's transaction, and notes that they were. */
export async function applyMigrations(
  tx: Sql,
  orm: MikroORM,
  names: readonly string[],
): Promise<void> {
  await tx.sql(TABLE);
  for (const name of names) {
    for (const statement of await statementsOf(orm, name)) await tx.sql(statement);
    await tx.sql(`insert into "${MIGRATIONS_TABLE}" (name) values ($1)`, [name]);
  }
}
