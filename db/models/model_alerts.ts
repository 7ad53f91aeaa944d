import type { Sql } from "../database.ts";

export type AlertKind = "inputs" | "coverage" | "pinball";

/** An episode in which a model's inputs or outcomes were not what it was trained for. */
export interface ModelAlert {
  readonly id: string;
  readonly modelId: string;
  readonly kind: AlertKind;
  /** One plain sentence with its numbers. */
  readonly message: string;
  readonly details: Record<string, unknown>;
  readonly raisedAtMs: number;
  /** `null` while it lasts. */
  readonly endedAtMs: number | null;
  /** When it made a training due; `null` where another had done so within the pause. */
  readonly retrainAtMs: number | null;
}

const COLUMNS = `id::text as id, model_id as "modelId", kind, message, details,
  raised_at as "raisedAtMs", ended_at as "endedAtMs", retrain_at as "retrainAtMs"`;

/**
 * Opens an episode unless it is open already, in which case nothing changes and `null` is returned.
 * It makes a training due at once, unless an alert did so within `retrainPauseMs`.
 */
export async function raiseModelAlert(
  db: Sql,
  input: {
    readonly modelId: string;
    readonly kind: AlertKind;
    readonly message: string;
    readonly details: object;
    readonly atMs: number;
    readonly retrainPauseMs: number;
  },
): Promise<ModelAlert | null> {
  const rows = await db.sql<ModelAlert>(
    `insert into model_alerts (model_id, kind, message, details, raised_at, retrain_at)
     values ($1, $2, $3, $4::jsonb, to_timestamp($5::float8 / 1000),
       (select to_timestamp($5::float8 / 1000) where not exists (
          select from model_alerts
          where retrain_at > to_timestamp(($5::float8 - $6::float8) / 1000))))
     on conflict (model_id, kind) where ended_at is null do nothing
     returning ${COLUMNS}`,
    [
      input.modelId,
      input.kind,
      input.message,
      JSON.stringify(input.details),
      input.atMs,
      input.retrainPauseMs,
    ],
  );
  return rows[0] ?? null;
}

/** Ends the open episodes of a model but those of `still`, and all of other models. */
export async function endModelAlerts(
  db: Sql,
  input: { readonly modelId: string; readonly still: readonly AlertKind[]; readonly atMs: number },
): Promise<ModelAlert[]> {
  return await db.sql<ModelAlert>(
    `update model_alerts set ended_at = to_timestamp($3::float8 / 1000)
     where ended_at is null and (model_id <> $1 or not kind = any($2::text[]))
     returning ${COLUMNS}`,
    [input.modelId, input.still, input.atMs],
  );
}

/** Alerts, the newest first. */
export async function listModelAlerts(
  db: Sql,
  options: { readonly openOnly?: boolean; readonly limit?: number } = {},
): Promise<ModelAlert[]> {
  return await db.sql<ModelAlert>(
    `select ${COLUMNS} from model_alerts where ended_at is null or not $1
     order by raised_at desc, id desc limit $2`,
    [options.openOnly ?? false, options.limit ?? 20],
  );
}

/** When an alert last made a training due, or `null`. */
export async function driftTrainingDueMs(db: Sql): Promise<number | null> {
  const [row] = await db.sql<{ dueMs: number | null }>(
    `select max(retrain_at) as "dueMs" from model_alerts`,
  );
  return row?.dueMs ?? null;
}
