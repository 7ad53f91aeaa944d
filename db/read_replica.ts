import pg from "pg";
import type { LogLine, PoolState, Sql } from "./database.ts";
import { stateOf } from "./pool_state.ts";

/** Reads that may be some seconds behind what was written. */
export interface LaggingReads extends Sql {
  /** From now on nothing older is read than what the primary has now. */
  forget(): void;
}

/** A standby of the primary, and what stands in for it while it cannot be used. */
export interface Replica extends LaggingReads {
  pool(): PoolState;
  close(): Promise<void>;
}

export interface ReplicaOptions {
  /** Carries a password: never logged. */
  readonly url: string;
  readonly poolSize: number;
  readonly primary: Sql;
  run(pool: pg.Pool, text: string, params?: readonly unknown[]): Promise<object[]>;
  readonly statementTimeoutMs: number;
  readonly log: LogLine;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** How far behind the primary an answer may be, in milliseconds. */
  readonly maxLagMs: number;
}

/** How often the standby is compared with the primary, while it is read. */
const CHECK_MS = 1_000;
/** How often while it has not yet got what must be seen. */
const CATCH_UP_MS = 50;
/** How often a standby that is away, or is none, is looked for. */
const AWAY_MS = 5_000;
const ANSWER_MS = 2_000;
/** Positions of the primary that are remembered, one for each comparison. */
const MOST_POSITIONS = 64;

// Where the primary is, and when that was by its own clock.
const PRIMARY = `select pg_current_wal_flush_lsn()::text as position,
  (extract(epoch from clock_timestamp()) * 1000)::float8 as "atMs",
  (select system_identifier::text from pg_control_system()) as system`;

const STANDBY = `select pg_is_in_recovery() as standby, pg_last_wal_replay_lsn()::text as position,
  (extract(epoch from pg_last_xact_replay_timestamp()) * 1000)::float8 as "replayedMs",
  (select system_identifier::text from pg_control_system()) as system`;

interface Here {
  readonly position: string;
  readonly atMs: number;
  readonly system: string;
}

interface There {
  readonly standby: boolean;
  readonly position: string | null;
  readonly replayedMs: number | null;
  readonly system: string;
}

interface Position {
  readonly position: bigint;
  readonly atMs: number;
}

/**
 * Reads at a standby as long as it is at most `maxLagMs` behind, else at the primary. How far it is
 * behind is known from where the primary was when: the standby's own word, the time of the last
 * transaction it replayed, is of use where there are writes, and grows by itself where there are none.
 */
export function openReplica(options: ReplicaOptions): Replica {
  const { primary, now } = options;
  const say = sayOnce(options.log);
  const pool = openPool(options);
  const watch = { positions: [] as Position[], mustSee: true, generation: 0, nextMs: -Infinity };
  let usable = false;
  let away = false;
  let checking: Promise<void> | null = null;

  function conclude(reason: string): void {
    usable = reason === "";
    say(reason);
  }

  async function check(): Promise<void> {
    const { generation } = watch;
    try {
      const verdict = await compare(options, pool, watch.positions);
      away = false;
      // What is newer than this question may not be in the answer.
      if (verdict.hasAll && generation === watch.generation) watch.mustSee = false;
      conclude(verdict.reason);
      watch.nextMs = now() + (verdict.reason !== "" && !verdict.mayCatchUp ? AWAY_MS : CHECK_MS);
    } catch (error) {
      away = true;
      conclude(error instanceof Error ? plain(error) : "it does not answer");
      watch.nextMs = now() + AWAY_MS;
    }
    if (usable && watch.mustSee) watch.nextMs = now() + CATCH_UP_MS;
  }

  async function checkIfDue(): Promise<void> {
    if (now() < watch.nextMs) return;
    await (checking ??= check().finally(() => checking = null));
  }

  /** A long read is waited for as long as the standby still answers others. */
  async function readThere(text: string, params?: readonly unknown[]): Promise<object[]> {
    const answer = options.run(pool, text, params);
    answer.catch(() => {});
    for (;;) {
      const rows = await withinTime(answer, CHECK_MS, null);
      if (rows !== null) return rows;
      await checkIfDue();
      if (away) throw new Error("The standby went away.");
    }
  }

  return {
    async sql<Row extends object>(text: string, params?: readonly unknown[]): Promise<Row[]> {
      await checkIfDue();
      if (!usable || watch.mustSee) return await primary.sql<Row>(text, params);
      try {
        return await readThere(text, params) as Row[];
      } catch (error) {
        if (isTooSlow(error)) throw error;
        // Gone, or what was read had to give way to what the primary did: the primary can answer.
        watch.nextMs = -Infinity;
        return await primary.sql<Row>(text, params);
      }
    },
    forget() {
      watch.generation += 1;
      watch.mustSee = true;
      if (usable) watch.nextMs = -Infinity;
    },
    pool: () => stateOf("standby", pool),
    close: () => pool.end(),
  };
}

/** One line when it comes to be read or no longer is, not one for each read. */
function sayOnce(log: LogLine): (reason: string) => void {
  let said = "";
  return (reason) => {
    if (reason === said) return;
    said = reason;
    log(reason === "" ? "The standby is read again." : `The standby is not read: ${reason}.`);
  };
}

interface Verdict {
  /** Why the standby is not to be read; empty: it is. */
  readonly reason: string;
  /** True when it has everything that the primary had when it was asked. */
  readonly hasAll: boolean;
  readonly mayCatchUp: boolean;
}

async function compare(
  { primary, run, maxLagMs }: ReplicaOptions,
  pool: pg.Pool,
  positions: Position[],
): Promise<Verdict> {
  const [here] = await primary.sql<Here>(PRIMARY).catch(() => {
    throw new Error("the primary does not answer");
  });
  const answer = await withinTime(run(pool, STANDBY), ANSWER_MS, null);
  if (answer === null) throw new Error("it does not answer");
  const there = answer[0] as There;
  const none = { hasAll: false, mayCatchUp: false };
  if (!there.standby) return { ...none, reason: "DATABASE_READ_URL names no standby" };
  if (there.system !== here!.system) {
    return { ...none, reason: "DATABASE_READ_URL names the standby of another database" };
  }
  const newest = { position: parsePosition(here!.position), atMs: here!.atMs };
  positions.push(newest);
  if (positions.length > MOST_POSITIONS) positions.shift();
  const replayed = parsePosition(there.position ?? "0/0");
  const passed = positions.findLast(({ position }) => position <= replayed);
  const asOfMs = Math.max(passed?.atMs ?? -Infinity, there.replayedMs ?? -Infinity);
  const lagMs = newest.atMs - asOfMs;
  if (lagMs > maxLagMs) {
    const seconds = Math.round(maxLagMs / 1000);
    return { reason: `it is more than ${seconds} s behind`, hasAll: false, mayCatchUp: true };
  }
  return { reason: "", hasAll: passed === newest, mayCatchUp: true };
}

function openPool(options: ReplicaOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    min: 0,
    max: options.poolSize,
    connectionTimeoutMillis: ANSWER_MS,
    statement_timeout: options.statementTimeoutMs,
    // A standby that hangs does not even say that a statement took too long.
    query_timeout: options.statementTimeoutMs + ANSWER_MS,
    application_name: "crypto-ai-analysis reads",
  });
  // A connection that ends while nobody uses it is no error of anybody.
  pool.on("error", () => {});
  return pool;
}

async function withinTime<T, E>(answer: Promise<T>, ms: number, late: E): Promise<T | E> {
  const { promise, resolve } = Promise.withResolvers<E>();
  const timer = setTimeout(() => resolve(late), ms);
  answer.catch(() => {});
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** `16/B374D848`: the upper and the lower half of a position in the log, hexadecimal. */
function parsePosition(text: string): bigint {
  const [upper, lower] = text.split("/");
  return (BigInt(`0x${upper}`) << 32n) + BigInt(`0x${lower}`);
}

/** Would take as long again at the primary. */
function isTooSlow(error: unknown): boolean {
  return error instanceof Error && /statement timeout/.test(error.message);
}

/** The driver's words name an address at most, never a password. */
function plain(error: Error): string {
  return error.message.replace(/\.$/, "") || error.name;
}
