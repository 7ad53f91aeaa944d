import pg from "pg";
import type { Database, LogLine } from "../database.ts";
import type { Topic } from "./notify_change.ts";
import { EVENTS_KEPT_MS, pruneEvents } from "./prune_events.ts";

const HEARTBEAT_MS = 20_000;
const QUERY_TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

// One statement, one snapshot: what it does not show is of a transaction at or above its xmin.
const CATCH_UP = `select
  pg_snapshot_xmin(pg_current_snapshot())::text::float8 as xmin,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as "nowMs",
  coalesce((select jsonb_agg(jsonb_build_object('id', id, 'topic', topic, 'xact', xact) order by id)
    from live_events where xact >= $1), '[]') as events`;

/** Above every transaction. */
const NEVER = "9223372036854775807";

interface ListenOptions {
  /** `null`: something may have been missed, of any topic. */
  onChange(topic: Topic | null): void;
  /** Ends the listening. */
  readonly signal: AbortSignal;
  readonly log?: LogLine;
  /** Default 20 s: how often it is made sure that the connection lives, and that nothing was missed. */
  readonly heartbeatMs?: number;
}

/** An ear to the changes that other transactions make, in this process or any other. */
export interface Listening {
  /** True while changes are told at once; false while the connection is being made again. */
  readonly connected: boolean;
  /** Resolves when the connection is closed, after the signal. */
  readonly closed: Promise<void>;
}

/**
 * Tells what {@link notifyChange} says, once each, over one connection of its own. After a lost
 * connection what happened meanwhile is told from the table; where that is no longer known, `null`.
 */
export function listenChanges(db: Ear, options: ListenOptions): Listening {
  const state = { connected: false, reader: createReader(options.onChange) };
  const closed = keepListening(db, options, state);
  return {
    get connected() {
      return state.connected;
    },
    closed,
  };
}

type Ear = Pick<Database, "url" | "sql">;

interface State {
  connected: boolean;
  readonly reader: Reader;
}

async function keepListening(db: Ear, options: ListenOptions, state: State): Promise<void> {
  const { signal, log } = options;
  for (let failures = 0; !signal.aborted;) {
    try {
      await listenOnce(db, options, state, () => failures = 0);
    } catch (error) {
      if (!signal.aborted) {
        log?.("Changes are not heard of at the moment.", { error: String(error) });
      }
    }
    state.connected = false;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures++, LONGEST_PAUSE_MS);
    await pause(pauseMs * (0.5 + Math.random() / 2), signal);
  }
}

/** Listens until the connection ends or the signal comes. */
async function listenOnce(
  db: Ear,
  { signal, heartbeatMs = HEARTBEAT_MS }: ListenOptions,
  state: State,
  onListening: () => void,
): Promise<void> {
  const client = new pg.Client({
    connectionString: db.url,
    application_name: "crypto-ai-analysis live",
    connectionTimeoutMillis: QUERY_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
  });
  const ended = Promise.withResolvers<void>();
  const end = () => ended.resolve();
  client.on("error", end);
  client.on("end", end);
  client.on("notification", ({ payload }) => state.reader.hear(payload ?? ""));
  signal.addEventListener("abort", end);
  try {
    await client.connect();
    await client.query("listen live_events");
    do {
      await state.reader.catchUp(client);
      state.connected = true;
      onListening();
      await pruneEvents(db);
    } while (!await isOverWithin(ended.promise, heartbeatMs));
  } finally {
    signal.removeEventListener("abort", end);
    await client.end().catch(() => {});
  }
}

type Reader = ReturnType<typeof createReader>;

interface CaughtUp {
  readonly xmin: number;
  readonly nowMs: number;
  readonly events: readonly { readonly id: number; readonly topic: Topic; readonly xact: number }[];
}

/** Remembers what was told already, from the oldest transaction that may still bring news. */
function createReader(onChange: (topic: Topic | null) => void) {
  let since: { readonly xmin: number; readonly atMs: number } | null = null;
  let told = new Set<number>();

  function tell(id: number, topic: Topic): void {
    if (told.has(id)) return;
    told.add(id);
    onChange(topic);
  }

  return {
    /** A notification: `ID TOPIC`. */
    hear(payload: string): void {
      const [id, topic] = payload.split(" ");
      tell(Number(id), topic as Topic);
    },
    async catchUp(client: pg.Client): Promise<void> {
      const { rows } = await client.query<CaughtUp>(CATCH_UP, [since?.xmin ?? NEVER]);
      const { xmin, nowMs, events } = rows[0]!;
      const isKnown = since !== null && nowMs - since.atMs < EVENTS_KEPT_MS && xmin >= since.xmin;
      since = { xmin, atMs: nowMs };
      if (isKnown) {
        for (const { id, topic } of events) tell(id, topic);
      } else {
        onChange(null);
      }
      told = new Set(events.filter(({ xact }) => xact >= xmin).map(({ id }) => id));
    },
  };
}

/** True when it ended, false when the time is over. */
async function isOverWithin(ended: Promise<void>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  try {
    return await Promise.race([ended.then(() => true), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Ends early, and never rejects, when the signal comes. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.resolve();
  const done = () => resolve();
  const timer = setTimeout(done, ms);
  signal.addEventListener("abort", done, { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", done);
  });
}
