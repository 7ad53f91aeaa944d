import {
  type Database,
  type JobHealth,
  readJobHealth,
  readServiceFacts,
  readSlowFacts,
  readTrafficFacts,
  type ServiceFacts,
  type SlowFacts,
  type TrafficFacts,
} from "../../db/mod.ts";
import type { JobFacts, JobsPort } from "../../jobs/context.ts";
import { readChatBudget } from "../chat/chat_budget.ts";
import type { Config } from "../config.ts";
import { createShortCache } from "../short_cache.ts";

/** How the service as a whole is, by what all processes wrote down. */
export interface OperationFacts {
  readonly jobs: readonly { readonly facts: JobFacts; readonly health: JobHealth }[];
  readonly service: ServiceFacts;
  readonly traffic: TrafficFacts;
  readonly slow: SlowFacts;
  /** What the language model may cost in a day, USD. */
  readonly chatBudgetUsd: number;
  /** How long the database was asked for it, in seconds. */
  readonly readSeconds: number;
}

/** Shorter than the time between two scrapes; several that come at once share one reading. */
const FRESH_MS = 10_000;
/** What is counted over months changes once an hour. */
const SLOW_FRESH_MS = 5 * 60_000;
/** A database that takes longer is told to be away; the reading goes on for those who ask later. */
const PATIENCE_MS = 2_000;

/**
 * Makes the reader of {@link OperationFacts}. It asks one thing after the other, so that it never holds
 * more than one connection, and shares the answer for ten seconds.
 *
 * @throws what the database throws, or an error when it takes longer than two seconds
 */
export function createOperationFacts(options: {
  readonly db: Database;
  readonly jobs: Pick<JobsPort, "listJobs">;
  readonly config: Pick<Config, "predictionHorizonHours">;
  now(): number;
}): () => Promise<OperationFacts> {
  const { db, jobs, now } = options;
  const { predictionHorizonHours: horizonHours } = options.config;
  const slow = createShortCache(() => readSlowFacts(db, { horizonHours }), {
    freshMs: SLOW_FRESH_MS,
    now,
  });
  const read = createShortCache(async () => {
    const startedMs = performance.now();
    const listed = jobs.listJobs();
    const health = await readJobHealth(db, listed.map((job) => job.name));
    const parts = {
      service: await readServiceFacts(db),
      traffic: await readTrafficFacts(db),
      chatBudgetUsd: Number((await readChatBudget({ db })).totalUsd),
      slow: await slow(),
    };
    return {
      jobs: listed.map((facts, place) => ({ facts, health: health[place]! })),
      ...parts,
      readSeconds: (performance.now() - startedMs) / 1000,
    };
  }, { freshMs: FRESH_MS, now });
  return () => withinPatience(read());
}

async function withinPatience<T>(reading: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`The database took longer than ${PATIENCE_MS} ms.`)),
    PATIENCE_MS,
  );
  reading.catch(() => undefined);
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Since when a job should have been done, in epoch ms; `null` where it is not late or has no schedule.
 * Of a job that missed several slots it is the first of them, as far as its slots are evenly spaced.
 */
export function overdueSince(facts: JobFacts, health: JobHealth): number | null {
  const { dueMs, nextMs } = facts;
  if (dueMs === null || (health.doneSlotMs ?? -Infinity) >= dueMs) return null;
  if (health.doneSlotMs === null || nextMs === null) return dueMs;
  return Math.min(dueMs, health.doneSlotMs + (nextMs - dueMs));
}
