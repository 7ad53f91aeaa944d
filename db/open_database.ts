import { Migrator } from "@mikro-orm/migrations";
import { MikroORM } from "@mikro-orm/postgresql";
import type { SqlEntityManager } from "@mikro-orm/sql";
import pg from "pg";
import {
  type Database,
  DatabaseError,
  MAX_LAG_MS,
  type OpenOptions,
  type Sql,
} from "./database.ts";
import { openEmbedded } from "./embedded/open_embedded.ts";
import { entities } from "./entities.ts";
import { migrationsList } from "./migrations/migrations_list.ts";
import { stateOf } from "./pool_state.ts";
import { openReplica, type Replica } from "./read_replica.ts";
import { valueTypes } from "./value_types.ts";

const STATEMENT_TIMEOUT_MS = 60_000;
const OLDEST_VERSION = 15;

/** A server to connect to, and how to let go of it. */
interface Server {
  readonly url: string;
  readonly embedded: boolean;
  stop(): Promise<void>;
}

/**
 * Opens the database: the server at `databaseUrl`, or our own in `dataDir`, which is made, started or
 * adopted as needed. The schema is not touched: call {@link migrate}.
 *
 * @throws {DatabaseError} in one plain sentence: held by another process, unreachable, too old
 */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const server = await findServer(options);
  try {
    const orm = await connect(server.url, options);
    try {
      const pool = await orm.em.getConnection().getNativeClient();
      await checkVersion(pool);
      return assemble(orm, pool, server, options);
    } catch (error) {
      await orm.close(true);
      throw error;
    }
  } catch (error) {
    await server.stop();
    throw plain(error, server);
  }
}

async function findServer(options: OpenOptions): Promise<Server> {
  if (options.databaseUrl) {
    return { url: options.databaseUrl, embedded: false, stop: () => Promise.resolve() };
  }
  const log = options.log ?? (() => {});
  const { dataDir, shared } = options;
  const server = await openEmbedded({ dataDir, log, now: Date.now, ...(shared && { shared }) });
  return { url: server.url, embedded: true, stop: () => server.stop() };
}

async function connect(url: string, options: OpenOptions): Promise<MikroORM> {
  return await MikroORM.init({
    entities,
    clientUrl: url,
    extensions: [Migrator],
    migrations: { migrationsList, snapshot: false, silent: true, tableName: "schema_migrations" },
    metadataCache: { enabled: false },
    // Functions are made by migrations and are no affair of the entities.
    schemaGenerator: { ignoreRoutines: true },
    // A misspelt DATABASE_URL is an error, not a new database.
    ensureDatabase: false,
    pool: { min: 0, max: options.poolSize },
    driverOptions: {
      // The ORM takes host, port and names from the address and drops the rest: without this, sslmode
      // would count for nothing, and the password go over the network as it is.
      connectionString: url,
      connectionTimeoutMillis: 10_000,
      statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: 10 * STATEMENT_TIMEOUT_MS,
      application_name: "crypto-ai-analysis",
    },
  });
}

async function checkVersion(pool: pg.Pool): Promise<void> {
  const result = await pool.query<{ server_version: string }>("show server_version");
  const version = result.rows[0]?.server_version ?? "";
  if (Number.parseInt(version) >= OLDEST_VERSION) return;
  throw new DatabaseError(
    `PostgreSQL ${version} at DATABASE_URL is too old: version ${OLDEST_VERSION} or later is needed.`,
  );
}

function assemble(
  orm: MikroORM,
  pool: pg.Pool,
  server: Server,
  options: OpenOptions,
): Database {
  const run = observed(options.onStatement);
  const primary: Sql = { sql: (text, params) => run(pool, text, params) };
  const replica = replicaOf(primary, run, options);
  let closing: Promise<void> | undefined;
  return {
    orm,
    embedded: server.embedded,
    url: server.url,
    em: () => orm.em.fork() as SqlEntityManager,
    sql: primary.sql,
    read: replica ?? { ...primary, forget: () => {} },
    transaction: (work) => inTransaction(pool, run, work),
    pools: () => [stateOf("primary", pool), ...(replica ? [replica.pool()] : [])],
    close() {
      closing ??= Promise.all([orm.close(true), replica?.close()])
        // MikroORM leaves a pool alone that only plain SQL has used.
        .then(() => pool.ended ? undefined : pool.end())
        .then(() => server.stop());
      return closing;
    },
  };
}

function replicaOf(primary: Sql, run: RunSql, options: OpenOptions): Replica | null {
  if (!options.databaseReadUrl) return null;
  return openReplica({
    url: options.databaseReadUrl,
    poolSize: options.poolSize,
    primary,
    run,
    statementTimeoutMs: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    log: options.log ?? (() => {}),
    now: () => performance.now(),
    maxLagMs: MAX_LAG_MS,
  });
}

type RunSql = typeof runSql;

/** Runs statements and tells of each; with nobody to tell, it is the plain one. */
function observed(onStatement: OpenOptions["onStatement"]): RunSql {
  if (onStatement === undefined) return runSql;
  return async (client, text, params) => {
    const startedMs = performance.now();
    let failed = true;
    try {
      const rows = await runSql<never>(client, text, params);
      failed = false;
      return rows;
    } finally {
      onStatement(performance.now() - startedMs, failed);
    }
  };
}

async function runSql<Row extends object>(
  client: pg.Pool | pg.PoolClient,
  text: string,
  params: readonly unknown[] = [],
): Promise<Row[]> {
  const result = await client.query({ text, values: [...params], types: valueTypes });
  return result.rows;
}

async function inTransaction<T>(
  pool: pg.Pool,
  run: RunSql,
  work: (tx: Sql) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work({ sql: (text, params) => run(client, text, params) });
    await client.query("commit");
    return result;
  } catch (error) {
    // The first error is the one to tell; a connection that cannot roll back is thrown away.
    await client.query("rollback").catch((cause: Error) => broken = cause);
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Says which server failed, without its password. */
function plain(error: unknown, server: Server): unknown {
  if (error instanceof DatabaseError || server.embedded) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new DatabaseError(
    `The PostgreSQL server at DATABASE_URL (${placeOf(server.url)}) cannot be used: ${reason}. ` +
      "Start it or correct DATABASE_URL; without it the built-in server is used.",
    { cause: error },
  );
}

function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return "not a URL";
  }
}
