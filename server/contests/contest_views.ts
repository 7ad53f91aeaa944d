import {
  CoinAmount,
  type ContestRoundState,
  type PersonStake,
  type StatedForecast,
} from "../../db/mod.ts";
import { trimAmount } from "../coins/amount.ts";
import type { ContestForecast, ContestRound, Stake } from "./schema.ts";

/** A forecast as it is served. */
export function toForecast({ probabilityUp, quantiles }: StatedForecast): ContestForecast {
  if (quantiles === null) return { probability_up: probabilityUp, quantiles: null };
  const [q05, q25, q50, q75, q95] = quantiles;
  return { probability_up: null, quantiles: { q05, q25, q50, q75, q95 } };
}

/**
 * A round as it is served.
 *
 * @param crowd what all have said together, for a round that is closed but not settled
 */
export function toRoundView(
  { round, stakes, pool, settlement }: ContestRoundState,
  nowMs: number,
  crowd: StatedForecast | null = null,
): ContestRound {
  const { symbol, name, kind } = round;
  const said = settlement?.crowd ?? crowd;
  return {
    round_id: round.id,
    ...{ symbol, name, kind, stakes },
    pool: trimAmount(pool),
    closes_at: iso(round.closesAtMs),
    target_time: iso(round.targetAtMs),
    state: settlement?.outcome ?? (nowMs < round.closesAtMs ? "open" : "closed"),
    reference_price: settlement?.referencePrice ?? null,
    reference_source: settlement?.referenceSource ?? null,
    actual_price: settlement?.actualPrice ?? null,
    actual_source: settlement?.actualSource ?? null,
    reason: settlement?.reason ?? null,
    crowd: said && toForecast(said),
    crowd_score: settlement?.crowdScore ?? null,
    model: settlement?.model ? toForecast(settlement.model) : null,
    model_score: settlement?.modelScore ?? null,
    model_id: settlement?.modelId ?? null,
    settled_at: settlement ? iso(settlement.settledAtMs) : null,
  };
}

/** A stake with its round as it is served. */
export function toStakeView({ stake, state }: PersonStake, nowMs: number): Stake {
  const { amount, score, payout } = stake;
  return {
    ...toRoundView(state, nowMs),
    stake_id: stake.id,
    user_id: stake.userId,
    amount: trimAmount(amount),
    score,
    payout: payout && trimAmount(payout),
    forecast: toForecast(stake),
    made_at: iso(stake.madeAtMs),
    transaction_id: stake.transactionId,
    settlement_id: stake.settlementId,
    profit: payout === null ? null : new CoinAmount(payout).minus(amount).toFixed(),
  };
}

/** A time as ISO 8601. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
