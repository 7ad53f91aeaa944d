import type { Database, Sql } from "../database.ts";

export type ModelType = "LSTM" | "GRU";
export type ModelStatus = "candidate" | "champion" | "retired" | "rejected";

export interface ModelInput {
  /** Unique, chosen by the trainer; also the name of its folder. */
  readonly id: string;
  readonly type: ModelType;
  /** The engine that trained it, for instance `onnx`. */
  readonly engine: string;
  readonly manifest: Record<string, unknown>;
  /** Path of the ONNX file, relative to the models folder. */
  readonly filePath: string;
  /** SHA-256 of the ONNX file, hexadecimal. */
  readonly sha256: string;
  readonly metrics: Record<string, unknown>;
  readonly trainedAtMs: number;
}

export interface StoredModel extends ModelInput {
  readonly status: ModelStatus;
  /** Why it was promoted, rejected or retired; `null` for a candidate. */
  readonly decision: string | null;
  readonly decidedAtMs: number | null;
}

const COLUMNS = `id, type, engine, manifest, file_path as "filePath", sha256, metrics,
  trained_at as "trainedAtMs", status, decision, decided_at as "decidedAtMs"`;

/** Registers a trained model as a candidate. */
export async function insertModel(db: Sql, model: ModelInput): Promise<StoredModel> {
  const rows = await db.sql<StoredModel>(
    `insert into models (id, type, engine, status, manifest, file_path, sha256, metrics, trained_at,
       created_at)
     values ($1, $2, $3, 'candidate', $4::jsonb, $5, $6, $7::jsonb, to_timestamp($8::float8 / 1000),
       now())
     returning ${COLUMNS}`,
    [
      model.id,
      model.type,
      model.engine,
      JSON.stringify(model.manifest),
      model.filePath,
      model.sha256,
      JSON.stringify(model.metrics),
      model.trainedAtMs,
    ],
  );
  return rows[0]!;
}

/**
 * Makes a model the champion and retires the one before it, in one transaction: at every instant
 * there is at most one champion. Throws when the model is unknown.
 */
export async function promoteModel(
  db: Database,
  input: { readonly modelId: string; readonly decision: string },
): Promise<void> {
  await db.transaction(async (tx) => {
    // Two promotions at once would both see the old champion; the lock lets one wait for the other.
    await tx.sql("select pg_advisory_xact_lock(hashtext('models.champion'))");
    await tx.sql(
      `update models set status = 'retired', decided_at = now(),
         decision = 'Replaced by ' || $1::text || '.'
       where status = 'champion' and id <> $1`,
      [input.modelId],
    );
    const rows = await tx.sql(
      `update models set status = 'champion', decision = $2, decided_at = now()
       where id = $1 returning id`,
      [input.modelId, input.decision],
    );
    if (rows.length === 0) throw new Error(`There is no model ${JSON.stringify(input.modelId)}.`);
  });
}

/** Notes why a candidate does not become champion. */
export async function rejectModel(
  db: Sql,
  input: { readonly modelId: string; readonly decision: string },
): Promise<void> {
  const rows = await db.sql(
    `update models set status = 'rejected', decision = $2, decided_at = now()
     where id = $1 returning id`,
    [input.modelId, input.decision],
  );
  if (rows.length === 0) throw new Error(`There is no model ${JSON.stringify(input.modelId)}.`);
}

/** The model whose forecasts are published, or `null` before the first. */
export async function championModel(db: Sql): Promise<StoredModel | null> {
  const rows = await db.sql<StoredModel>(
    `select ${COLUMNS} from models where status = 'champion'`,
  );
  return rows[0] ?? null;
}

/** Models, the newest first. */
export async function listModels(
  db: Sql,
  options: { readonly status?: ModelStatus; readonly limit?: number } = {},
): Promise<StoredModel[]> {
  return await db.sql<StoredModel>(
    `select ${COLUMNS} from models where $1::text is null or status = $1
     order by trained_at desc, id desc limit $2`,
    [options.status ?? null, options.limit ?? 100],
  );
}
