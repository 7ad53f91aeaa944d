import pg from "pg";
import { valueTypes } from "../value_types.ts";
import type { TransactionalSql } from "../database.ts";

/** A connection outside of the pool, for work that takes as long as it takes. */
export interface OwnConnection extends TransactionalSql, AsyncDisposable {
  readonly client: pg.Client;
}

/**
 * Connects once more to where the database is. What is done in a {@link TransactionalSql.transaction}
 * of it is part of a transaction that is already open, as a savepoint.
 */
export async function connectOnce(url: string, purpose: string): Promise<OwnConnection> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `crypto-ai-${purpose}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // An error between two statements ends the next one; without a listener it would end the process.
  client.on("error", () => {});
  await client.connect();
  const sql: TransactionalSql["sql"] = async (text, params = []) => {
    const result = await client.query({ text, values: [...params], types: valueTypes });
    return result.rows;
  };
  return {
    client,
    sql,
    transaction: (work) => inSavepoint(sql, work),
    [Symbol.asyncDispose]: () => close(client),
  };
}

/** A connection that stopped in the midst of a COPY does not end in order; then it is cut. */
async function close(client: pg.Client): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, END_TIMEOUT_MS);
  await Promise.race([client.end().catch(() => {}), late]);
  clearTimeout(timer);
  client.connection.stream.destroy();
}

const END_TIMEOUT_MS = 1_000;

async function inSavepoint<T>(
  sql: TransactionalSql["sql"],
  work: (tx: { sql: TransactionalSql["sql"] }) => Promise<T>,
): Promise<T> {
  await sql("savepoint part");
  try {
    const result = await work({ sql });
    await sql("release savepoint part");
    return result;
  } catch (error) {
    await sql("rollback to savepoint part").catch(() => {});
    throw error;
  }
}
