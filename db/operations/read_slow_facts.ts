import { candleSpans } from "../candles/candle_spans.ts";
import type { Sql } from "../database.ts";

/** What takes longer to count and changes once an hour. */
export interface SlowFacts {
  readonly candles: number;
  /** Of the full horizon and the last 30 days: forecasts with an outcome, and those inside. */
  readonly record: Readonly<Record<"50" | "80" | "90", { scored: number; inside: number }>>;
}

const RECORD = `
  select coalesce(sum(scored), 0)::float8 as scored, coalesce(sum(with_80), 0)::float8 as with80,
    coalesce(sum(in_50), 0)::float8 as in50, coalesce(sum(in_80), 0)::float8 as in80,
    coalesce(sum(in_90), 0)::float8 as in90
  from score_days
  where day > (now() at time zone 'UTC')::date - 30 and horizon_hours = $1
    and (model_id <> '') = exists (
      select from score_days s
      where s.day > (now() at time zone 'UTC')::date - 30 and s.model_id <> '')`;

/** Stored candles and how often the ranges held; of a model's forecasts where there are any. */
export async function readSlowFacts(
  db: Sql,
  input: { readonly horizonHours: number },
): Promise<SlowFacts> {
  const spans = await candleSpans(db);
  const [sums] = await db.sql<
    { scored: number; with80: number; in50: number; in80: number; in90: number }
  >(RECORD, [input.horizonHours]);
  const { scored, with80, in50, in80, in90 } = sums!;
  return {
    candles: spans.reduce((total, span) => total + span.count, 0),
    record: {
      50: { scored, inside: in50 },
      80: { scored: with80, inside: in80 },
      90: { scored, inside: in90 },
    },
  };
}
