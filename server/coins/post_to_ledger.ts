import { createHash } from "node:crypto";
import {
  type Database,
  type Idempotency,
  LedgerRefusal,
  type LedgerTransaction,
  type Posted,
  type PostingContext,
  readFirstAnswer,
  retryConflicts,
  type Sql,
} from "../../db/mod.ts";
import { auditAct } from "../audit/audit_act.ts";
import type { Actor, RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { viewTransaction } from "./views.ts";

/** What a request to move coins is, beside what it does. */
export interface CoinRequest {
  /** The procedure, `coins.mint`. */
  readonly act: string;
  /** All that makes up the request: the same key with another input is a conflict. */
  readonly input: unknown;
  /** People whose own affair it is; whatever else an administrator does is in the audit log. */
  readonly owners: readonly string[];
  /**
   * Throws where it cannot be done by the rules of today. A request that was answered before has that
   * answer all the same: the rules may have been others then.
   */
  readonly assertPossible?: () => void;
}

/**
 * Asks the ledger on behalf of a request: with its idempotency key, recorded in the audit log where an
 * administrator acts, and refusals as errors of the API.
 *
 * @throws {AppError} with the code of the refusal; VALIDATION_ERROR for a key that is none
 */
export async function postToLedger(
  ctx: RequestContext,
  request: CoinRequest,
  work: (db: Sql | Database, posting: PostingContext) => Promise<Posted>,
): Promise<Posted> {
  const { app, actor } = ctx;
  const idempotency = readIdempotency(ctx, request);
  const posting = {
    nowMs: app.now(),
    createdBy: `${actor.kind}:${actor.name}`,
    ...(idempotency && { idempotency }),
  };
  try {
    const posted = await answerOfImpossible(app.db, request, idempotency) ??
      (isForOthers(actor, request.owners)
        ? await retryConflicts(() => postAudited(ctx, request, (tx) => work(tx, posting)))
        : await work(app.db, posting));
    if (posted.replayed) ctx.reply.set(...REPLAYED);
    else countTransaction(ctx, posted.transaction);
    return posted;
  } catch (error) {
    if (error instanceof LedgerRefusal && error.transaction !== null && !error.replayed) {
      countTransaction(ctx, error.transaction);
    }
    throw error instanceof LedgerRefusal ? toError(error) : error;
  }
}

/** The first answer to what is not possible now; null for what is. */
async function answerOfImpossible(
  db: Database,
  { assertPossible }: CoinRequest,
  idempotency: Idempotency | null,
): Promise<Posted | null> {
  try {
    assertPossible?.();
    return null;
  } catch (error) {
    const first = idempotency && await readFirstAnswer(db, idempotency);
    if (first) return first;
    throw error;
  }
}

function countTransaction({ app }: RequestContext, { type, status }: LedgerTransaction): void {
  app.metrics.ledgerTransactions.add([type, status]);
}

const REPLAYED = ["idempotent-replayed", "true"] as const;

function isForOthers(actor: Actor, owners: readonly string[]): boolean {
  return actor.role === "admin" && (actor.userId === null || !owners.includes(actor.userId));
}

async function postAudited(
  ctx: RequestContext,
  { act }: CoinRequest,
  work: (tx: Sql) => Promise<Posted>,
): Promise<Posted> {
  let failed: LedgerRefusal | undefined;
  const posted = await ctx.app.db.transaction(async (tx) => {
    const done = await work(tx).catch((error: unknown) => {
      // An execution that failed is written down as such: it must be committed, not rolled back.
      if (!(error instanceof LedgerRefusal) || error.transaction === null) throw error;
      failed = error;
      return { transaction: error.transaction, balance: null, replayed: error.replayed };
    });
    const { id, amount, fee, type, status } = done.transaction;
    const target = `transaction:${id}` as const;
    if (!done.replayed) {
      await auditAct(ctx, tx, { act, target, details: { amount, fee, type, status } });
    }
    return done;
  });
  if (failed !== undefined) throw failed;
  return posted;
}

/** 1 to 255 printable characters of ASCII. */
const KEY = /^[\x20-\x7e]{1,255}$/;

function readIdempotency(
  { idempotencyKey, actor }: RequestContext,
  { act, input }: CoinRequest,
): Idempotency | null {
  if (idempotencyKey === null) return null;
  if (!KEY.test(idempotencyKey)) {
    const message = "must be 1 to 255 printable ASCII characters";
    throw new AppError("VALIDATION_ERROR", `The header "Idempotency-Key" ${message}.`, {
      details: [{ field: "Idempotency-Key", message }],
    });
  }
  const requestHash = createHash("sha256").update(JSON.stringify([act, input])).digest("hex");
  return { scope: scopeOf(actor), key: idempotencyKey, requestHash };
}

/** A person has one set of keys, whatever they sign in with. */
function scopeOf({ kind, name, userId, keyId }: Actor): string {
  if (userId !== null) return `person:${userId}`;
  return `${kind}:${keyId ?? name}`;
}

function toError(refusal: LedgerRefusal): AppError {
  const { code, message, details, transaction, replayed } = refusal;
  return new AppError(code, message, {
    details: transaction === null
      ? details
      : { ...details, transaction: viewTransaction(transaction) },
    ...(replayed && { headers: Object.fromEntries([REPLAYED]) }),
    cause: refusal,
  });
}
