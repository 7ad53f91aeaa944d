import type { Sql } from "../database.ts";

export type TendencyName = "bullish" | "bearish" | "volatile" | "stable" | "consolidating";

/** How the market as a whole moved, classified at one moment. */
export interface StoredTendency {
  /** Close time of the newest candle it is based on; one row for each. */
  readonly atMs: number;
  readonly tendency: TendencyName;
  readonly confidence: number;
  /** The rule in one sentence, with its numbers. */
  readonly explanation: string;
  readonly metrics: Record<string, number | null>;
}

const COLUMNS = `at as "atMs", tendency, confidence, explanation, metrics`;

/** Stores a tendency; a second one of the same moment replaces the first. */
export async function saveTendency(db: Sql, input: StoredTendency): Promise<void> {
  await db.sql(
    `insert into market_tendencies (at, tendency, confidence, explanation, metrics, created_at)
     values (to_timestamp($1::float8 / 1000), $2, $3, $4, $5::jsonb, now())
     on conflict (at) do update set tendency = excluded.tendency,
       confidence = excluded.confidence, explanation = excluded.explanation,
       metrics = excluded.metrics, created_at = now()`,
    [
      input.atMs,
      input.tendency,
      input.confidence,
      input.explanation,
      JSON.stringify(input.metrics),
    ],
  );
}

/** The newest tendency, or `null` before the first. */
export async function latestTendency(db: Sql): Promise<StoredTendency | null> {
  const rows = await db.sql<StoredTendency>(
    `select ${COLUMNS} from market_tendencies order by at desc limit 1`,
  );
  return rows[0] ?? null;
}

/** Tendencies since `fromMs`, oldest first. */
export async function tendencyHistory(
  db: Sql,
  input: { readonly fromMs: number },
): Promise<StoredTendency[]> {
  return await db.sql<StoredTendency>(
    `select ${COLUMNS} from market_tendencies
     where at >= to_timestamp($1::float8 / 1000) order by at`,
    [input.fromMs],
  );
}
