import type { ContestRound, ContestRoundState, ContestSettlement } from "./contests.ts";

/** Columns of a round, of `contest_rounds r` joined with `cryptocurrencies c`. */
export const ROUND = `r.id, c.symbol, c.name, r.kind, r.opened_at as "openedAtMs",
  r.closes_at as "closesAtMs", r.target_at as "targetAtMs", r.anchor,
  r.usual_move as "usualMove"`;

/** Columns of its settlement, of `contest_settlements e`; all NULL before. */
export const SETTLEMENT = `e.outcome, e.reason, e.reference_price::float8 as "referencePrice",
  e.reference_source as "referenceSource", e.actual_price::float8 as "actualPrice",
  e.actual_source as "actualSource", e.crowd, e.crowd_score as "crowdScore", e.model,
  e.model_score as "modelScore", e.model_id as "modelId",
  e.settled_at as "settledAtMs"`;

/** A row of {@link ROUND}. */
export function toRound(row: ContestRound): ContestRound {
  const { id, symbol, name, kind, openedAtMs, closesAtMs, targetAtMs, anchor, usualMove } = row;
  return { id, symbol, name, kind, openedAtMs, closesAtMs, targetAtMs, anchor, usualMove };
}

/** A row of {@link SETTLEMENT}. */
export type SettlementRow = Omit<ContestSettlement, "outcome"> & {
  readonly outcome: ContestSettlement["outcome"] | null;
};

/** The settlement in a row; null where there is none. */
export function toSettlement(row: SettlementRow): ContestSettlement | null {
  if (row.outcome === null) return null;
  const { outcome, reason, referencePrice, referenceSource, actualPrice, actualSource } = row;
  const { crowd, crowdScore, model, modelScore, modelId, settledAtMs } = row;
  return {
    ...{ outcome, reason, referencePrice, referenceSource, actualPrice, actualSource },
    ...{ crowd, crowdScore, model, modelScore, modelId, settledAtMs },
  };
}

/** Rounds with their pools, of `contest_rounds r`; a WHERE clause may follow. */
export const ROUND_STATES = `
  select ${ROUND}, ${SETTLEMENT}, s.stakes, s.pool
  from contest_rounds r
  join cryptocurrencies c on c.id = r.crypto_id
  left join contest_settlements e on e.round_id = r.id
  cross join lateral (
    select count(*)::int as stakes, coalesce(sum(amount), 0)::numeric(38,8) as pool
    from contest_stakes where round_id = r.id
  ) s`;

/** A row of {@link ROUND_STATES}. */
export type RoundStateRow = ContestRound & SettlementRow & {
  readonly stakes: number;
  readonly pool: string;
};

/** A round with its pool and settlement. */
export function toRoundState(row: RoundStateRow): ContestRoundState {
  const { stakes, pool } = row;
  return { round: toRound(row), stakes, pool, settlement: toSettlement(row) };
}
