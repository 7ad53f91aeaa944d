import type { Sql } from "../database.ts";

/** A trained model of usual transfers; its form is the caller's. */
export interface RiskModelRow {
  readonly id: string;
  readonly document: string;
  /** Of the document, in hexadecimal. */
  readonly sha256: string;
  readonly featuresVersion: number;
  /** How many transfers it was trained on. */
  readonly transfers: number;
  readonly trainedAtMs: number;
}

/** Older ones are of no use. */
const KEPT = 7;

/** Stores a model, which is the newest then, and lets old ones go. @returns its id */
export async function saveRiskModel(db: Sql, input: Omit<RiskModelRow, "id">): Promise<string> {
  const rows = await db.sql<{ id: string }>(
    `with saved as (
       insert into risk_models (document, sha256, features_version, transfers, trained_at)
       values ($1, $2, $3, $4, to_timestamp($5::float8 / 1000)) returning id
     ), old as (
       delete from risk_models where id in
         (select id from risk_models order by id desc offset $6::int - 1)
     )
     select id::text as id from saved`,
    [
      input.document,
      input.sha256,
      input.featuresVersion,
      input.transfers,
      input.trainedAtMs,
      KEPT,
    ],
  );
  return rows[0]!.id;
}

/** The newest model, or null; `unlessId`: also null where that is the newest, which spares reading it. */
export async function latestRiskModel(
  db: Sql,
  options: { readonly unlessId?: string | undefined } = {},
): Promise<RiskModelRow | null> {
  const rows = await db.sql<RiskModelRow>(
    `select id::text as id, document, sha256, features_version as "featuresVersion", transfers,
       trained_at as "trainedAtMs"
     from risk_models
     where id = (select max(id) from risk_models) and id is distinct from $1::bigint`,
    [options.unlessId ?? null],
  );
  return rows[0] ?? null;
}
