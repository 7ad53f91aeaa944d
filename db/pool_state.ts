import type pg from "pg";
import type { PoolState } from "./database.ts";

/** The connections of a pool as they are now. */
export function stateOf(server: PoolState["server"], pool: pg.Pool): PoolState {
  const { totalCount, idleCount, waitingCount, options } = pool;
  return {
    server,
    used: totalCount - idleCount,
    idle: idleCount,
    waiting: waitingCount,
    limit: options.max ?? totalCount,
  };
}
