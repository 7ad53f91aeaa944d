import type { Database, Sql } from "../database.ts";
import type { Idempotency } from "../ledger/call_ledger.ts";
import { LedgerRefusal } from "../ledger/ledger_refusal.ts";
import { postEntries } from "../ledger/post_entries.ts";
import type { ContestKind, StatedForecast } from "./contests.ts";
import { type PersonStake, readStakeOfTransaction } from "./read_person_stakes.ts";

/** The round that is meant, with what it is measured by if this is its first entry. */
export interface RoundTerms {
  readonly symbol: string;
  readonly kind: ContestKind;
  readonly closesAtMs: number;
  readonly targetAtMs: number;
  readonly anchor: number;
  readonly usualMove: number;
}

export interface PlaceContestStake {
  readonly userId: string;
  readonly terms: RoundTerms;
  readonly forecast: StatedForecast;
  /** An exact decimal. */
  readonly amount: string;
  readonly nowMs: number;
  /** Who asks, for the record of the ledger. */
  readonly createdBy: string;
  readonly idempotency?: Idempotency;
}

/**
 * Stakes on a forecast: the coins go into the person's own account of forecast stakes, and the
 * forecast is sealed, in one transaction.
 *
 * @returns the stake; null where the person has one in this round already, and nothing has moved
 * @throws {LedgerRefusal} USER_NOT_FOUND, INSUFFICIENT_FUNDS, IDEMPOTENCY_CONFLICT
 */
export async function placeContestStake(
  db: Database,
  input: PlaceContestStake,
): Promise<{ readonly placed: PersonStake; readonly replayed: boolean } | null> {
  try {
    return await db.transaction(async (tx) => {
      const { transaction, replayed } = await moveStake(tx, input);
      if (!replayed) await insertStake(tx, transaction.id, input);
      const placed = await readStakeOfTransaction(tx, { transactionId: transaction.id });
      return { placed: placed!, replayed };
    });
  } catch (error) {
    // Rolled back whole: of two at once, the second has not paid.
    if (isSecondStake(error)) return null;
    throw error;
  }
}

/**
 * What an earlier request with the same key placed; null where there was none. Asked before anything
 * else is checked, so that a repetition after closing time still gets its answer.
 *
 * @throws {LedgerRefusal} IDEMPOTENCY_CONFLICT where the key came with another request
 */
export async function findPlacedStake(
  db: Sql,
  { scope, key, requestHash }: Idempotency,
): Promise<PersonStake | null> {
  const [known] = await db.sql<{ requestHash: string; transactionId: string | null }>(
    `select request_hash as "requestHash", transaction_id::text as "transactionId"
     from idempotency_keys where scope = $1 and key = $2`,
    [scope, key],
  );
  if (known === undefined) return null;
  if (known.requestHash !== requestHash || known.transactionId === null) {
    const message = "This Idempotency-Key was sent before with another request. Take a new key.";
    throw new LedgerRefusal("IDEMPOTENCY_CONFLICT", message, null);
  }
  return await readStakeOfTransaction(db, { transactionId: known.transactionId });
}

async function moveStake(tx: Sql, input: PlaceContestStake) {
  const { userId, amount, terms, nowMs, createdBy, idempotency } = input;
  return await postEntries(tx, {
    type: "forecast_stake",
    fromUser: userId,
    toUser: userId,
    amount,
    legs: [
      { owner: userId, kind: "available", amount: `-${amount}` },
      { owner: userId, kind: "forecast_stake", amount },
    ],
    metadata: {
      symbol: terms.symbol,
      kind: terms.kind,
      target_time: new Date(terms.targetAtMs).toISOString(),
    },
    nowMs,
    createdBy,
    ...(idempotency && { idempotency }),
  });
}

async function insertStake(
  tx: Sql,
  transactionId: string,
  { userId, terms, forecast, amount, nowMs }: PlaceContestStake,
): Promise<void> {
  const { symbol, kind, closesAtMs, targetAtMs, anchor, usualMove } = terms;
  await tx.sql(
    `insert into contest_rounds (crypto_id, kind, opened_at, closes_at, target_at, anchor,
       usual_move)
     select id, $2, date_trunc('hour', to_timestamp($3::float8 / 1000)),
       to_timestamp($4::float8 / 1000), to_timestamp($5::float8 / 1000), $6, $7
     from cryptocurrencies where symbol = $1
     on conflict (target_at, kind, crypto_id) do nothing`,
    [symbol, kind, nowMs, closesAtMs, targetAtMs, anchor, usualMove],
  );
  await tx.sql(
    `insert into contest_stakes (round_id, user_id, amount, probability_up, quantiles,
       transaction_id, made_at)
     select r.id, $4, $5::numeric, $6, $7::float8[], $8::uuid, to_timestamp($9::float8 / 1000)
     from contest_rounds r join cryptocurrencies c on c.id = r.crypto_id
     where c.symbol = $1 and r.kind = $2 and r.target_at = to_timestamp($3::float8 / 1000)`,
    [
      ...[symbol, kind, targetAtMs, userId, amount],
      ...[forecast.probabilityUp, forecast.quantiles, transactionId, nowMs],
    ],
  );
}

const UNIQUE_VIOLATION = "23505";

function isSecondStake(error: unknown): boolean {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown };
  return code === UNIQUE_VIOLATION && constraint === "contest_stakes_round_user_key";
}
