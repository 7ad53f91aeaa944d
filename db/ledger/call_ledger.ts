import type { Database, Sql } from "../database.ts";
import { LedgerRefusal, type RefusalCode } from "./ledger_refusal.ts";
import type { LedgerBalance, LedgerTransaction } from "./ledger_transaction.ts";

/** Asked again with the same key and hash, the ledger gives its first answer again. */
export interface Idempotency {
  /** Whose key it is: two people may choose the same. */
  readonly scope: string;
  readonly key: string;
  /** Of all that makes up the request. */
  readonly requestHash: string;
}

/** What every posting says. */
export interface PostingContext {
  readonly nowMs: number;
  /** Who asks, for the record: `person:alice`, `key:17`, `job:settle`. */
  readonly createdBy: string;
  readonly idempotency?: Idempotency;
}

/** What came of a posting. */
export interface Posted {
  readonly transaction: LedgerTransaction;
  /** Of the person that was asked for. */
  readonly balance: LedgerBalance | null;
  /** True where it had been done before, with the same key. */
  readonly replayed: boolean;
}

interface Answer {
  readonly transaction?: LedgerTransaction;
  readonly balance?: LedgerBalance;
  readonly replayed?: boolean;
  readonly refusal?: RefusalDetail;
}

interface RefusalDetail {
  readonly code: RefusalCode;
  readonly message: string;
  readonly details: Record<string, unknown> | null;
}

/**
 * What was answered to an earlier request with the same key; null where there was none. For requests that
 * could not be made now, and have their answer all the same.
 *
 * @throws {LedgerRefusal} the refusal that was the answer; IDEMPOTENCY_CONFLICT for another request
 */
export async function readFirstAnswer(
  db: Sql,
  { scope, key, requestHash }: Idempotency,
): Promise<Posted | null> {
  const [known] = await db.sql<{ requestHash: string; answer: Answer }>(
    `select request_hash as "requestHash", answer from idempotency_keys
     where scope = $1 and key = $2`,
    [scope, key],
  );
  if (known === undefined) return null;
  if (known.requestHash === requestHash) return readAnswer({ ...known.answer, replayed: true });
  const message = "This Idempotency-Key was sent before with another request. Take a new key.";
  throw new LedgerRefusal("IDEMPOTENCY_CONFLICT", message, null);
}

const MOST_TRIES = 6;
const FIRST_PAUSE_MS = 4;

/**
 * Asks the ledger's one writer, in one round trip. Where it is its own transaction (`db` is a whole
 * database), deadlocks are tried again, and so is a lost connection where a key makes that safe.
 *
 * @throws {LedgerRefusal}
 */
export async function callLedger(
  db: Sql | Database,
  request: Readonly<Record<string, unknown>>,
  { nowMs, createdBy, idempotency }: PostingContext,
): Promise<Posted> {
  const text = JSON.stringify({ ...request, atMs: nowMs, createdBy, ...idempotency });
  const ask = async () => readAnswer(await post(db, text));
  return "transaction" in db ? await retryConflicts(ask, idempotency !== undefined) : await ask();
}

/**
 * Does a whole database transaction again after a deadlock, at most five times; and after a lost
 * connection too where that is safe.
 */
export async function retryConflicts<T>(
  work: () => Promise<T>,
  isRepeatable = false,
): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await work();
    } catch (error) {
      const mayRetry = isConflict(error) || isRepeatable && isLostConnection(error);
      if (!mayRetry || tries === MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** tries));
    }
  }
}

async function post(db: Sql, text: string): Promise<Answer> {
  try {
    const rows = await db.sql<{ answer: Answer }>("select ledger_post($1::jsonb) as answer", [
      text,
    ]);
    return rows[0]!.answer;
  } catch (error) {
    if (codeOf(error) !== RAISED_REFUSAL) throw error;
    return { refusal: JSON.parse((error as { detail: string }).detail) as RefusalDetail };
  }
}

function readAnswer({ transaction, balance, refusal, replayed = false }: Answer): Posted {
  if (refusal !== undefined) {
    const { code, message, details } = refusal;
    throw new LedgerRefusal(code, message, details, transaction ?? null, replayed);
  }
  if (transaction === undefined) throw new Error("The ledger gave no answer.");
  return { transaction, balance: balance ?? null, replayed };
}

/** SQLSTATE of a refusal that had to undo something. */
const RAISED_REFUSAL = "LG001";
const DEADLOCK = "40P01";
const SERIALIZATION_FAILURE = "40001";

function isConflict(error: unknown): boolean {
  return [DEADLOCK, SERIALIZATION_FAILURE].includes(codeOf(error));
}

/** Class 08 is a broken connection, class 57P a server that was stopped. */
function isLostConnection(error: unknown): boolean {
  return /^(08|57P|ECONN|EPIPE)/.test(codeOf(error)) ||
    error instanceof Error && /connection (terminated|ended|closed)/i.test(error.message);
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? "");
}
