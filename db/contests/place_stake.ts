import type { Sql } from "../database.ts";
import type { Posted, PostingContext } from "../ledger/call_ledger.ts";
import { postEntries } from "../ledger/post_entries.ts";
import type { ContestKind, StatedForecast } from "./contests.ts";

/** The round that is meant, with what it is measured by if this is its first entry. */
export interface RoundTerms {
  readonly symbol: string;
  readonly kind: ContestKind;
  readonly closesAtMs: number;
  readonly targetAtMs: number;
  readonly anchor: number;
  readonly usualMove: number;
}

export interface PlaceContestStake extends PostingContext {
  readonly userId: string;
  readonly terms: RoundTerms;
  readonly forecast: StatedForecast;
  /** An exact decimal. */
  readonly amount: string;
}

/** A person has one stake in a round. */
export class SecondStakeError extends Error {
  override readonly name = "SecondStakeError";
}

/**
 * Stakes on a forecast: the coins go into the person's own account of forecast stakes, and the
 * forecast is sealed.
 *
 * @param tx a transaction: what is thrown has to roll back the posting
 * @throws {SecondStakeError} where the person has one in this round already
 * @throws {LedgerRefusal} USER_NOT_FOUND, INSUFFICIENT_FUNDS, IDEMPOTENCY_CONFLICT
 */
export async function placeContestStake(tx: Sql, input: PlaceContestStake): Promise<Posted> {
  const posted = await moveStake(tx, input);
  if (!posted.replayed) await insertStake(tx, posted.transaction.id, input);
  return posted;
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
  const placed = await tx.sql(
    `insert into contest_stakes (round_id, user_id, amount, probability_up, quantiles,
       transaction_id, made_at)
     select r.id, $4, $5::numeric, $6, $7::float8[], $8::uuid, to_timestamp($9::float8 / 1000)
     from contest_rounds r join cryptocurrencies c on c.id = r.crypto_id
     where c.symbol = $1 and r.kind = $2 and r.target_at = to_timestamp($3::float8 / 1000)
     on conflict (round_id, user_id) do nothing returning id`,
    [
      ...[symbol, kind, targetAtMs, userId, amount],
      ...[forecast.probabilityUp, forecast.quantiles, transactionId, nowMs],
    ],
  );
  if (placed.length === 0) throw new SecondStakeError(`${userId} has staked in this round.`);
}
