import type { Database, Sql } from "../database.ts";

export type CollectionMode = "forward" | "backward" | "full" | "repair" | "import";
export type CollectionStatus = "running" | "completed" | "failed" | "interrupted";

export interface CollectionRun {
  readonly id: string;
  readonly mode: CollectionMode;
  readonly status: CollectionStatus;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  /** Coins asked for; empty: the whole universe. */
  readonly symbols: string[];
  readonly progress: Record<string, unknown>;
  readonly recordsWritten: number;
  readonly startedAtMs: number;
  readonly heartbeatAtMs: number;
  readonly finishedAtMs: number | null;
  readonly error: string | null;
}

const NOW = (parameter: string) => `coalesce(to_timestamp(${parameter}::float8 / 1000), now())`;

const COLUMNS =
  `id::text as id, mode, status, range_from as "fromMs", range_to as "toMs", symbols, progress,
  records_written as "recordsWritten", started_at as "startedAtMs",
  heartbeat_at as "heartbeatAtMs", finished_at as "finishedAtMs", error`;

/** Opens a run; it counts as alive while its heartbeat is renewed by {@link updateCollectionRun}. */
export async function startCollectionRun(
  db: Sql,
  input: {
    readonly mode: CollectionMode;
    /** Default: the database's clock, as everywhere here. */
    readonly startedAtMs?: number;
    readonly fromMs?: number | null;
    readonly toMs?: number | null;
    readonly symbols?: readonly string[];
    readonly progress?: object;
  },
): Promise<CollectionRun> {
  const rows = await db.sql<CollectionRun>(
    `insert into collection_runs (mode, status, range_from, range_to, symbols, progress,
       records_written, started_at, heartbeat_at)
     values ($1, 'running', to_timestamp($2::float8 / 1000), to_timestamp($3::float8 / 1000),
       $4::jsonb, $5::jsonb, 0, ${NOW("$6")}, ${NOW("$6")})
     returning ${COLUMNS}`,
    [
      input.mode,
      input.fromMs ?? null,
      input.toMs ?? null,
      JSON.stringify(input.symbols ?? []),
      JSON.stringify(input.progress ?? {}),
      input.startedAtMs ?? null,
    ],
  );
  return rows[0]!;
}

/**
 * Opens a run unless one is alive, over every process: one whose heartbeat is younger than `aliveMs` is
 * returned instead.
 */
export async function startOnlyCollectionRun(
  db: Database,
  input: Parameters<typeof startCollectionRun>[1] & {
    readonly aliveMs: number;
    readonly nowMs: number;
  },
): Promise<{ readonly run: CollectionRun; readonly isNew: boolean }> {
  return await db.transaction(async (tx) => {
    // Two that look at once would both see none.
    await tx.sql("select pg_advisory_xact_lock(hashtext('collection_runs.only'))");
    const latest = await latestCollectionRun(tx);
    const isAlive = latest !== null && latest.status === "running" &&
      input.nowMs - latest.heartbeatAtMs < input.aliveMs;
    if (isAlive) return { run: latest, isNew: false };
    const run = await startCollectionRun(tx, { ...input, startedAtMs: input.nowMs });
    return { run, isNew: true };
  });
}

/** Renews the heartbeat, replaces the progress and adds to the number of records written. */
export async function updateCollectionRun(
  db: Sql,
  input: {
    readonly id: string;
    readonly nowMs?: number;
    readonly progress?: object;
    readonly addRecords?: number;
  },
): Promise<void> {
  await db.sql(
    `update collection_runs set heartbeat_at = ${NOW("$2")},
       progress = coalesce($3::jsonb, progress), records_written = records_written + $4
     where id = $1`,
    [
      input.id,
      input.nowMs ?? null,
      input.progress === undefined ? null : JSON.stringify(input.progress),
      input.addRecords ?? 0,
    ],
  );
}

/** Closes a run; `error` is one plain sentence where it failed. */
export async function finishCollectionRun(
  db: Sql,
  input: {
    readonly id: string;
    readonly nowMs?: number;
    readonly status: Exclude<CollectionStatus, "running">;
    readonly progress?: object;
    readonly error?: string | null;
  },
): Promise<void> {
  await db.sql(
    `update collection_runs set status = $2, finished_at = ${NOW("$3")},
       heartbeat_at = ${NOW("$3")}, progress = coalesce($4::jsonb, progress),
       error = $5
     where id = $1`,
    [
      input.id,
      input.status,
      input.nowMs ?? null,
      input.progress === undefined ? null : JSON.stringify(input.progress),
      input.error ?? null,
    ],
  );
}

/** The newest run, or the newest with one of the given statuses. */
export async function latestCollectionRun(
  db: Sql,
  options: { readonly status?: CollectionStatus } = {},
): Promise<CollectionRun | null> {
  const rows = await db.sql<CollectionRun>(
    `select ${COLUMNS} from collection_runs where $1::text is null or status = $1
     order by id desc limit 1`,
    [options.status ?? null],
  );
  return rows[0] ?? null;
}

/**
 * Marks running runs whose heartbeat is older than `olderThanMs` as interrupted, for their process
 * is gone; returns them, so that the work can be taken up where it stopped.
 */
export async function interruptStaleRuns(
  db: Sql,
  input: { readonly nowMs?: number; readonly olderThanMs: number },
): Promise<CollectionRun[]> {
  return await db.sql<CollectionRun>(
    `update collection_runs set status = 'interrupted',
       finished_at = ${NOW("$1")},
       error = 'The process that ran it ended before it was done.'
     where status = 'running' and heartbeat_at < ${NOW("$1")} - $2 * interval '1 ms'
     returning ${COLUMNS}`,
    [input.nowMs ?? null, input.olderThanMs],
  );
}
