import type { Sql } from "../database.ts";
import type { ContestKind } from "./contests.ts";

/** Settled forecasts of one forecaster whose hours closed on one UTC day. */
export interface ContestDay {
  /** `person`, `model` or `crowd`. */
  readonly who: "person" | "model" | "crowd";
  /** The person; empty for the others. */
  readonly userId: string;
  readonly rounds: number;
  /** Sum of the scores. */
  readonly score: number;
  /** Rounds that the model was scored in too, and by how much this one was ahead, summed. */
  readonly besideModel: number;
  readonly ahead: number;
  /** Exact decimals; zero but for people. */
  readonly staked: string;
  readonly profit: string;
}

const DAYS = `
  with ended as (
    select e.round_id, e.crowd_score, e.model_score,
      (r.target_at at time zone 'UTC')::date as day
    from contest_settlements e
    join contest_rounds r on r.id = e.round_id
    join cryptocurrencies c on c.id = r.crypto_id
    where e.outcome = 'settled' and r.target_at >= to_timestamp($1::float8 / 1000)
      and ($2::text is null or r.kind = $2) and ($3::text is null or c.symbol = $3)
  ), scored as (
    select 'person' as who, s.user_id, e.day, p.score, e.model_score, s.amount,
      p.payout - s.amount as profit
    from ended e
    join contest_stakes s on s.round_id = e.round_id
    join contest_payouts p on p.stake_id = s.id
    union all
    select 'model', '', day, model_score, null, 0, 0 from ended where model_score is not null
    union all
    select 'crowd', '', day, crowd_score, model_score, 0, 0 from ended
    where crowd_score is not null
  )
  select who, user_id as "userId", count(*)::int as rounds, sum(score) as score,
    count(model_score)::int as "besideModel",
    coalesce(sum(score - model_score) filter (where model_score is not null), 0) as ahead,
    sum(amount)::numeric(38,8) as staked, sum(profit)::numeric(38,8) as profit
  from scored group by who, user_id, day order by who, user_id, day`;

/** What everybody scored, by day; void rounds count for nobody. */
export async function readContestScores(
  db: Sql,
  input: { readonly fromMs: number; readonly kind?: ContestKind; readonly symbol?: string },
): Promise<ContestDay[]> {
  return await db.sql<ContestDay>(DAYS, [
    input.fromMs,
    input.kind ?? null,
    input.symbol ?? null,
  ]);
}
