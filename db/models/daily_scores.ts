import type { Sql } from "../database.ts";

/** Sums over the coins of one UTC day of due forecasts; losses as shares of the price. */
export interface DailyScores {
  readonly dayMs: number;
  /** Forecasts with an outcome, and those of them that the 90 % range contained. */
  readonly scored: number;
  readonly in90: number;
  readonly pinball: number;
  /** Those that have a naive forecast beside them, and its loss. */
  readonly withNaive: number;
  readonly naivePinball: number;
}

/** What came of a model's published forecasts of one horizon, by day, the oldest first. */
export async function dailyScores(
  db: Sql,
  input: { readonly modelId: string; readonly horizonHours: number; readonly sinceMs: number },
): Promise<DailyScores[]> {
  return await db.sql<DailyScores>(
    `select (extract(epoch from day) * 1000)::float8 as "dayMs", sum(scored) as scored,
       sum(in_90) as in90, sum(pinball) as pinball, sum(with_naive) as "withNaive",
       sum(naive_pinball) as "naivePinball"
     from score_days
     where model_id = $1 and horizon_hours = $2 and scored > 0
       and day >= (to_timestamp($3::float8 / 1000) at time zone 'UTC')::date
     group by day order by day`,
    [input.modelId, input.horizonHours, input.sinceMs],
  );
}
