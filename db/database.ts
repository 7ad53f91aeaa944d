import type { MikroORM } from "@mikro-orm/postgresql";
import type { SqlEntityManager } from "@mikro-orm/sql";
import type { LaggingReads } from "./read_replica.ts";

/**
 * Runs one statement with `$1` parameters. Values come back as JavaScript's: `timestamptz` as
 * milliseconds since the epoch, `bigint` as a number, `numeric` as an exact decimal string (cast it
 * to `float8` in SQL where a number is wanted), `jsonb` parsed.
 */
export interface Sql {
  sql<Row extends object>(text: string, params?: readonly unknown[]): Promise<Row[]>;
}

/** SQL that can also be done all or nothing. */
export interface TransactionalSql extends Sql {
  /** Commits what `work` does through `tx`, or rolls all of it back when it throws. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
}

/** An open database: one pool of connections, seen by MikroORM and by plain SQL alike. */
export interface Database extends TransactionalSql {
  readonly orm: MikroORM;
  /** A fresh unit of work; never shared between requests or jobs. */
  em(): SqlEntityManager;
  /**
   * For what may be {@link MAX_LAG_MS} old: read at the standby of `databaseReadUrl` where there is one
   * that is not further behind, else here. Never for what was just written, nor for what will be.
   */
  readonly read: LaggingReads;
  /** The connections as they are now: the primary's, and the standby's where there is one. */
  pools(): readonly PoolState[];
  /** True when the server is our own, started from `DATA_DIR`. */
  readonly embedded: boolean;
  /** Connection URL with its password: never log it. */
  readonly url: string;
  /** Ends the pool and, where the server is our own, stops it in order. Safe to call twice. */
  close(): Promise<void>;
}

/** The connections of one server. */
export interface PoolState {
  readonly server: "primary" | "standby";
  /** Connections that are at work, and that are open and wait for work. */
  readonly used: number;
  readonly idle: number;
  /** Statements and transactions that wait for a connection. */
  readonly waiting: number;
  /** The most connections there may be. */
  readonly limit: number;
}

/** How far behind the primary a standby may be and still be read, in milliseconds. */
export const MAX_LAG_MS = 10_000;

/** A line for the log, with fields for machines. */
export type LogLine = (message: string, fields?: Record<string, unknown>) => void;

export interface OpenOptions {
  /** Folder of the embedded database; created if missing. Not used when `databaseUrl` is given. */
  readonly dataDir: string;
  /** `postgres://…` of a PostgreSQL server, version 15 or later; unset: the embedded one. */
  readonly databaseUrl?: string;
  /** `postgres://…` of a streaming standby of that server, for {@link Database.read}. */
  readonly databaseReadUrl?: string;
  readonly poolSize: number;
  readonly log?: LogLine;
  /**
   * Told of each statement of plain SQL when it has ended: how long it took, the wait for a connection
   * included, and whether it failed.
   */
  readonly onStatement?: (ms: number, failed: boolean) => void;
  /** How long one statement may run, in milliseconds; default 60,000. */
  readonly statementTimeoutMs?: number;
  /**
   * True for a short task beside a running server: where another process holds `dataDir`, its
   * database server is used and left running. `only`: as long as another one holds it, and never as
   * its own. Default: refuse, naming that process.
   */
  readonly shared?: boolean | "only";
}

/** What failed about the database as a whole, in one plain sentence that says what to do. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}
