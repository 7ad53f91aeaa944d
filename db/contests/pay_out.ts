import type { Decimal } from "decimal.js";
import type { Sql } from "../database.ts";
import { CoinAmount } from "../ledger/coin_amount.ts";
import { postEntries } from "../ledger/post_entries.ts";

/** A stake, what it comes back as, and to whom. */
export interface Payment {
  readonly stakeId: number;
  readonly userId: string;
  readonly amount: string;
  readonly payout: string;
}

interface Moved extends Payment {
  /** Payout less stake. */
  readonly gain: Decimal;
}

/**
 * Pays a pool out: a transaction for each stake, so that each stands in its person's history. What
 * some lose passes through the stake account of one who gains, who is paid last; every transaction
 * sums to zero by itself. All of it belongs into the caller's one database transaction.
 *
 * @returns the transactions in the order of the payments
 */
export async function payOut(
  tx: Sql,
  payments: readonly Payment[],
  context: { readonly nowMs: number; readonly metadata: Readonly<Record<string, unknown>> },
): Promise<string[]> {
  await tx.sql("select lock_forecast_stakes($1::text[])", [
    payments.map(({ userId }) => userId),
  ]);
  const moved = payments.map((one) => ({
    ...one,
    gain: new CoinAmount(one.payout).minus(one.amount),
  }));
  const first = moved.find(({ gain }) => gain.gt(0)) ?? moved[0]!;
  const rest = moved.filter((one) => one !== first);
  const losers = rest.filter(({ gain }) => gain.lt(0));
  const others = rest.filter(({ gain }) => !gain.lt(0));
  const ids = new Map<number, string>();
  for (const one of [...losers, ...others, first]) {
    ids.set(one.stakeId, await payOne(tx, one, first, context));
  }
  return payments.map(({ stakeId }) => ids.get(stakeId)!);
}

async function payOne(
  tx: Sql,
  { stakeId, userId, amount, payout, gain }: Moved,
  first: Moved,
  { nowMs, metadata }: Parameters<typeof payOut>[2],
): Promise<string> {
  const isFirst = stakeId === first.stakeId;
  // The first one's account has gathered the gain; the other losses and gains go by it.
  const own = isFirst ? gain.plus(amount) : new CoinAmount(amount);
  const { transaction } = await postEntries(tx, {
    type: "forecast_settlement",
    fromUser: userId,
    // A transaction has an amount: of nothing that comes back, the stake that went to another.
    toUser: Number(payout) === 0 ? first.userId : userId,
    amount: Number(payout) === 0 ? amount : payout,
    legs: [
      { owner: userId, kind: "forecast_stake", amount: own.neg().toFixed() },
      { owner: userId, kind: "available", amount: payout },
      ...(isFirst
        ? []
        : [{ owner: first.userId, kind: "forecast_stake" as const, amount: gain.neg().toFixed() }]),
    ],
    metadata: { ...metadata, stake_id: stakeId, staked: amount, payout },
    nowMs,
    createdBy: "job:settle",
    idempotency: {
      scope: "job:settle",
      key: `contest-stake-${stakeId}`,
      requestHash: `${amount} ${payout}`,
    },
  });
  return transaction.id;
}
