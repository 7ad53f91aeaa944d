import type { Sql } from "../database.ts";

export interface StoredEvaluation {
  readonly id: string;
  readonly modelType: string;
  /** A short run that shows that everything works, not how well. */
  readonly isQuick: boolean;
  /** How long it took. */
  readonly seconds: number;
  /** The report as plain JSON; its form is the caller's. */
  readonly report: unknown;
  readonly madeAtMs: number;
}

/** Keeps an evaluation; earlier ones stay. @returns its id */
export async function saveEvaluation(
  db: Sql,
  input: Omit<StoredEvaluation, "id">,
): Promise<string> {
  const rows = await db.sql<{ id: string }>(
    `insert into evaluations (model_type, is_quick, seconds, report, made_at)
     values ($1, $2, $3, $4::jsonb, to_timestamp($5::float8 / 1000)) returning id::text as id`,
    [
      input.modelType,
      input.isQuick,
      input.seconds,
      JSON.stringify(input.report),
      input.madeAtMs,
    ],
  );
  return rows[0]!.id;
}

/** The newest evaluation, or `null` before the first. A full one goes before any quick one. */
export async function latestEvaluation(db: Sql): Promise<StoredEvaluation | null> {
  const rows = await db.sql<StoredEvaluation>(
    `select id::text as id, model_type as "modelType", is_quick as "isQuick", seconds, report,
       made_at as "madeAtMs"
     from evaluations order by is_quick, made_at desc, id desc limit 1`,
  );
  return rows[0] ?? null;
}
