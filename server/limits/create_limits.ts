import {
  chargeLimits,
  type Database,
  forgetLimit,
  type LimitCharge,
  pruneLimits,
} from "../../db/mod.ts";
import { AppError } from "../errors.ts";

/** The most hits of one subject within any window. */
export interface Limit {
  readonly cap: number;
  readonly windowMs: number;
}

/** What came of one hit. */
export interface Standing {
  readonly allowed: boolean;
  readonly cap: number;
  readonly remaining: number;
  /** Milliseconds until there is more room. */
  readonly resetMs: number;
}

/** Counts calls, exactly over every instance on one database. */
export interface Limits {
  /** Counts one hit of a subject where it has room; rejects where the database cannot be asked. */
  take(subject: string, limit: Limit): Promise<Standing>;
  /** Forgets the hits of a subject. */
  forget(subject: string): Promise<void>;
}

interface Waiting {
  readonly limit: Limit;
  readonly answers: PromiseWithResolvers<Standing>[];
}

const PRUNE_EVERY_MS = 60_000;
/** Blocked subjects that are remembered; the database knows them all. */
const MAX_BLOCKED = 10_000;

/**
 * Makes the counter. What is asked while one statement is under way goes into the next, so that a
 * busy server makes few statements. Who is blocked is remembered until the room is there again: that
 * is exact, because hits only leave a window by the passing of time.
 */
export function createLimits(db: Database): Limits {
  const blocked = new Map<string, number>();
  let waiting = new Map<string, Waiting>();
  let isBusy = false;
  let prunedAt = performance.now();

  async function flush(): Promise<void> {
    isBusy = true;
    while (waiting.size > 0) {
      const taken = waiting;
      waiting = new Map();
      await settle(db, taken, block).catch((error) => failAll(taken, error));
    }
    isBusy = false;
    if (performance.now() - prunedAt > PRUNE_EVERY_MS) {
      prunedAt = performance.now();
      await pruneLimits(db).catch(() => undefined);
    }
  }

  function block(subject: string, resetMs: number): void {
    if (blocked.size >= MAX_BLOCKED) blocked.clear();
    blocked.set(subject, performance.now() + resetMs);
  }

  return {
    take(subject, limit) {
      const resetMs = (blocked.get(subject) ?? 0) - performance.now();
      if (resetMs > 0) {
        return Promise.resolve({ allowed: false, cap: limit.cap, remaining: 0, resetMs });
      }
      blocked.delete(subject);
      const answer = Promise.withResolvers<Standing>();
      const known = waiting.get(subject);
      if (known === undefined) waiting.set(subject, { limit, answers: [answer] });
      else known.answers.push(answer);
      // A turn later: the calls of one batch then go together.
      if (!isBusy) {
        isBusy = true;
        queueMicrotask(() => void flush());
      }
      return answer.promise;
    },
    async forget(subject) {
      blocked.delete(subject);
      await forgetLimit(db, subject);
    },
  };
}

/** Asks the database for all who wait, and shares out what it grants in the order of asking. */
async function settle(
  db: Database,
  taken: ReadonlyMap<string, Waiting>,
  block: (subject: string, resetMs: number) => void,
): Promise<void> {
  const charges: LimitCharge[] = [...taken].map(([subject, { limit, answers }]) => ({
    subject,
    wanted: answers.length,
    ...limit,
  }));
  const grants = await chargeLimits(db, charges);
  for (const [place, [subject, { limit, answers }]] of [...taken].entries()) {
    const { granted, remaining, resetMs } = grants[place]!;
    if (granted < answers.length) block(subject, resetMs);
    for (const [at, answer] of answers.entries()) {
      const left = remaining + Math.max(0, granted - at - 1);
      answer.resolve({ allowed: at < granted, cap: limit.cap, remaining: left, resetMs });
    }
  }
}

function failAll(taken: ReadonlyMap<string, Waiting>, error: unknown): void {
  for (const { answers } of taken.values()) {
    for (const { reject } of answers) reject(error);
  }
}

/** The refusal of a call that has no room. */
export function rateLimited(
  message: string,
  resetMs: number,
  headers: Readonly<Record<string, string>> = {},
): AppError {
  const seconds = Math.max(1, Math.ceil(resetMs / 1_000));
  return new AppError("RATE_LIMITED", `${message} Try again in ${seconds} seconds.`, {
    details: { retry_after_seconds: seconds },
    headers: { ...headers, "retry-after": String(seconds) },
  });
}
