import type { Sql } from "../database.ts";
import type { PerRange } from "./forecasts.ts";

/** Models' forecasts for one hour that came due at the full horizon. */
export interface DueRanges {
  readonly targetMs: number;
  /** Whether their ranges had been adapted. */
  readonly adapted: boolean;
  /** Share of coins whose outcome was outside of the range. */
  readonly missed: PerRange;
  /** Coins with an outcome. */
  readonly coins: number;
}

interface DueRow extends Omit<DueRanges, "missed"> {
  readonly missed50: number;
  readonly missed80: number;
  readonly missed90: number;
}

/** How often the ranges of models' forecasts missed, hour by hour in the order they came due. */
export async function readDueRanges(
  db: Sql,
  input: { readonly fromMs: number; readonly horizonHours: number },
): Promise<DueRanges[]> {
  const rows = await db.sql<DueRow>(
    `select s.target_at as "targetMs", p.ranges is not null as adapted, count(*)::int as coins,
       avg((not s.in_50)::int)::float8 as "missed50", avg((not s.in_80)::int)::float8 as "missed80",
       avg((not s.in_90)::int)::float8 as "missed90"
     from forecast_publications p
     join forecast_scores s on s.publication_id = p.id and s.horizon_hours = $2
     where p.model_id is not null and not p.is_late and p.horizon_hours = $2
       and p.made_at + $2 * interval '1 hour' >= to_timestamp($1::float8 / 1000)
       and s.in_80 is not null
     group by p.id, s.target_at order by s.target_at, p.id`,
    [input.fromMs, input.horizonHours],
  );
  return rows.map(({ missed50, missed80, missed90, ...row }) => ({
    ...row,
    missed: { 50: missed50, 80: missed80, 90: missed90 },
  }));
}

/** How far an outcome lay outside of a range before it was adapted; negative inside. */
function conformityScore(level: 50 | 80 | 90, low: string, high: string): string {
  const scaled = (price: string) =>
    `ln(${price} / d.close) / (d.volatility * sqrt(p.horizon_hours))`;
  const offset = `coalesce((p.ranges->'offsets'->>'${level}')::float8, 0)`;
  return `greatest(${scaled(low)} - ${scaled("s.actual")}, ${scaled("s.actual")} - ${scaled(high)})
    + ${offset}`;
}

// Hourly forecasts overlap: of many publications, evenly spread ones say as much in less time.
const SAMPLE = `
  with numbered as (
    select id, row_number() over (order by id) as place, count(*) over () as "all"
    from forecast_publications p
    where p.model_id is not null and not p.is_late and p.horizon_hours = $2
      and p.made_at + $2 * interval '1 hour' >= to_timestamp($1::float8 / 1000)
  ), sample as (
    select id from numbered where place % ceil("all" / 400.0) = 0
  )`;

/**
 * The smallest score such that at least the asked share of the scores since `fromMs` is not above it,
 * per range, in units of volatility · √hours, from 400 publications at most. `shares` are above 0 and
 * at most 1; `null` without scores.
 */
export async function readScoreQuantiles(
  db: Sql,
  input: { readonly fromMs: number; readonly horizonHours: number; readonly shares: PerRange },
): Promise<PerRange | null> {
  const quantile = (at: number, score: string) =>
    `percentile_disc($${at}::float8) within group (order by ${score})`;
  const [row] = await db.sql<{ at50: number | null; at80: number; at90: number }>(
    `${SAMPLE}
     select ${quantile(3, conformityScore(50, "d.q25", "d.q75"))} as at50,
       ${quantile(4, conformityScore(80, "d.q10", "d.q90"))} as at80,
       ${quantile(5, conformityScore(90, "d.q05", "d.q95"))} as at90
     from sample join forecast_publications p on p.id = sample.id
     join predictions d on d.publication_id = p.id
     join forecast_scores s on s.publication_id = d.publication_id and s.crypto_id = d.crypto_id
       and s.horizon_hours = $2
     where s.actual is not null and d.volatility is not null and d.q10 is not null`,
    [input.fromMs, input.horizonHours, input.shares[50], input.shares[80], input.shares[90]],
  );
  return row?.at50 == null ? null : { 50: row.at50, 80: row.at80, 90: row.at90 };
}
