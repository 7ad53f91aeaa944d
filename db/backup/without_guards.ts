import type { Sql } from "../database.ts";
import { OUR_SCHEMA, quoted } from "./read_schema.ts";

interface Stated {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/**
 * Does `load` while the tables are without triggers, keys and indexes, and without what keeps the
 * program itself from adding to the ledger; then puts all of that back, which proves every key over
 * every row. Needs no more than to own the tables: a superuser's `session_replication_role` is not to
 * be had on a hosted server.
 */
export async function withoutGuards(
  tx: Sql,
  tables: readonly string[],
  load: () => Promise<void>,
): Promise<void> {
  const constraints = await readConstraints(tx, tables);
  const indexes = await readIndexes(tx, tables);
  const closed = await readClosedTables(tx, tables);
  for (const table of tables) await tx.sql(`alter table ${quoted(table)} disable trigger user`);
  for (const { table, name } of constraints.toReversed()) {
    await tx.sql(`alter table ${quoted(table)} drop constraint ${quoted(name)}`);
  }
  for (const { name } of indexes) await tx.sql(`drop index ${quoted(name)}`);
  for (const table of closed) await tx.sql(`grant insert on ${quoted(table)} to current_user`);
  await load();
  for (const table of closed) await tx.sql(`revoke insert on ${quoted(table)} from current_user`);
  for (const { definition } of indexes) await tx.sql(definition);
  for (const { table, name, definition } of constraints) {
    await tx.sql(`alter table ${quoted(table)} add constraint ${quoted(name)} ${definition}`);
  }
  for (const table of tables) await tx.sql(`alter table ${quoted(table)} enable trigger user`);
}

/** Primary and unique keys first, since foreign ones point to them. */
async function readConstraints(tx: Sql, tables: readonly string[]): Promise<Stated[]> {
  return await tx.sql<Stated>(
    `select t.relname as table, c.conname as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c join pg_class t on t.oid = c.conrelid
     where t.relnamespace = ${OUR_SCHEMA} and t.relname = any($1) and c.contype in ('p', 'u', 'f')
     order by c.contype = 'f', c.oid`,
    [tables],
  );
}

async function readIndexes(tx: Sql, tables: readonly string[]): Promise<Stated[]> {
  return await tx.sql<Stated>(
    `select t.relname as table, c.relname as name, pg_get_indexdef(c.oid) as definition
     from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
     where t.relnamespace = ${OUR_SCHEMA} and t.relname = any($1)
       and not exists (select from pg_constraint k where k.conindid = c.oid)
     order by c.oid`,
    [tables],
  );
}

/** Tables that only the ledger's writer may add to, where the server has such a role. */
async function readClosedTables(tx: Sql, tables: readonly string[]): Promise<string[]> {
  const rows = await tx.sql<{ name: string }>(
    `select relname as name from pg_class where relnamespace = ${OUR_SCHEMA} and relname = any($1)
       and not has_table_privilege(oid, 'insert')`,
    [tables],
  );
  return rows.map((row) => row.name);
}
