import type { Sql } from "../database.ts";

export type TendencyName = "bullish" | "bearish" | "volatile" | "stable" | "consolidating";

/** How the market as a whole moved, classified at one moment. */
export interface StoredTendency {
  /** Close time of the newest candle it is based on; one row for each. */
  readonly atMs: number;
  readonly tendency: TendencyName;
  /** Share of past days with this label after which the next day agreed, pulled toward any day's. */
  readonly confidence: number;
  /** That share in words; `null` in rows from before it was counted. */
  readonly confidenceExplanation: string | null;
  /** How far beyond its threshold the deciding figure lies, 0 to 1. */
  readonly clarity: number | null;
  /** The rule in one sentence, with its numbers. */
  readonly explanation: string;
  readonly metrics: Record<string, number | null>;
  /** What made the label and what would change it, as the classifying job wrote it; JSON. */
  readonly details: unknown;
  /** Worked out afterwards from stored candles, not at its hour. */
  readonly reconstructed: boolean;
}

/** What a label's record is counted from. */
export interface PastTendency {
  readonly atMs: number;
  readonly tendency: TendencyName;
  readonly avgChangePercent: number;
  readonly reconstructed: boolean;
}

const COLUMNS = `at as "atMs", tendency, confidence,
  confidence_explanation as "confidenceExplanation", clarity, explanation, metrics, reconstructed`;

/** Stores a tendency; a second one of the same moment replaces the first. */
export async function saveTendency(db: Sql, input: StoredTendency): Promise<void> {
  await db.sql(
    `${INSERT} on conflict (at) do update set tendency = excluded.tendency,
       confidence = excluded.confidence, confidence_explanation = excluded.confidence_explanation,
       clarity = excluded.clarity, explanation = excluded.explanation, metrics = excluded.metrics,
       details = excluded.details, reconstructed = excluded.reconstructed,
       created_at = excluded.created_at`,
    [JSON.stringify([input])],
  );
}

/** Stores tendencies of hours that have none yet; the others stay as they are. Resolves to how many. */
export async function addTendencies(db: Sql, rows: readonly StoredTendency[]): Promise<number> {
  const added = await db.sql(`${INSERT} on conflict (at) do nothing returning at`, [
    JSON.stringify(rows),
  ]);
  return added.length;
}

const INSERT = `insert into market_tendencies (at, tendency, confidence, confidence_explanation,
    clarity, explanation, metrics, details, reconstructed, created_at)
  select to_timestamp(r."atMs" / 1000), r.tendency, r.confidence, r."confidenceExplanation",
    r.clarity, r.explanation, r.metrics, r.details, r.reconstructed, now()
  from jsonb_to_recordset($1::jsonb) as r("atMs" float8, tendency text, confidence float8,
    "confidenceExplanation" text, clarity float8, explanation text, metrics jsonb, details jsonb,
    reconstructed boolean)`;

/** The newest tendency, or `null` before the first. */
export async function latestTendency(db: Sql): Promise<StoredTendency | null> {
  const rows = await db.sql<StoredTendency>(
    `select ${COLUMNS}, details from market_tendencies order by at desc limit 1`,
  );
  return rows[0] ?? null;
}

/** Tendencies since `fromMs`, oldest first, without their details. */
export async function tendencyHistory(
  db: Sql,
  input: { readonly fromMs: number },
): Promise<Omit<StoredTendency, "details">[]> {
  return await db.sql<Omit<StoredTendency, "details">>(
    `select ${COLUMNS} from market_tendencies
     where at >= to_timestamp($1::float8 / 1000) order by at`,
    [input.fromMs],
  );
}

/** Labels since `fromMs` with the change of the day before each, oldest first. */
export async function pastTendencies(
  db: Sql,
  input: { readonly fromMs: number },
): Promise<PastTendency[]> {
  return await db.sql<PastTendency>(
    `select at as "atMs", tendency, (metrics->>'avg_change_percent')::float8 as "avgChangePercent",
       reconstructed
     from market_tendencies
     where at >= to_timestamp($1::float8 / 1000) and metrics->>'avg_change_percent' is not null
     order by at`,
    [input.fromMs],
  );
}
