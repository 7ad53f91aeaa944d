import type { Sql } from "../database.ts";
import { MIGRATIONS_TABLE } from "./own_names.ts";

/** A table whose rows are kept through a crash of the server. */
export interface TableFacts {
  readonly name: string;
  readonly columns: readonly string[];
  /** As the planner takes it; 0 where nothing is known. */
  readonly estimatedRows: number;
}

/** A sequence and the last number that it gave. */
export interface SequenceFacts {
  readonly name: string;
  /** Null before the first. */
  readonly last: string | null;
}

/** The schema that names without one are looked up in first. */
export const OUR_SCHEMA = "(select oid from pg_namespace where nspname = current_schema())";

/**
 * Every logged table of the schema by name, with its columns. Unlogged ones hold what a crash may take:
 * counts of calls.
 */
export async function readTables(db: Sql): Promise<TableFacts[]> {
  return await db.sql<TableFacts>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns,
       greatest(c.reltuples, 0)::float8 as "estimatedRows"
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
       and not a.attisdropped and a.attgenerated = ''
     where c.relnamespace = ${OUR_SCHEMA} and c.relkind = 'r' and c.relpersistence = 'p'
     group by c.oid order by c.relname`,
  );
}

/** The sequences that number the rows of these tables. */
export async function readSequences(db: Sql, tables: readonly string[]): Promise<SequenceFacts[]> {
  return await db.sql<SequenceFacts>(
    `select s.sequencename as name, s.last_value::text as last
     from pg_sequences s join pg_class c on c.relname = s.sequencename
       and c.relnamespace = ${OUR_SCHEMA} and c.relkind = 'S'
     join pg_depend d on d.objid = c.oid and d.classid = 'pg_class'::regclass
       and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')
     join pg_class t on t.oid = d.refobjid
     where s.schemaname = current_schema() and t.relname = any($1) order by 1`,
    [tables],
  );
}

/** The migrations that were applied, in that order; none where there is no schema yet. */
export async function readMigrations(db: Sql): Promise<string[]> {
  const [found] = await db.sql<{ table: string | null }>(
    `select to_regclass(quote_ident(current_schema()) || '.${MIGRATIONS_TABLE}') as table`,
  );
  if (!found?.table) return [];
  const rows = await db.sql<{ name: string }>(`select name from ${MIGRATIONS_TABLE} order by id`);
  return rows.map((row) => row.name);
}

/** Puts a name into SQL. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
