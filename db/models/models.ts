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
  /** When it was taken out of service by a rollback; `null` where it was not, or came back. */
  readonly rolledBackAtMs: number | null;
  /** When its files were removed to make room; `null` while they are kept. */
  readonly prunedAtMs: number | null;
}

const COLUMNS = `id, type, engine, manifest, file_path as "filePath", sha256, metrics,
  trained_at as "trainedAtMs", status, decision, decided_at as "decidedAtMs",
  rolled_back_at as "rolledBackAtMs", pruned_at as "prunedAtMs"`;

// Two changes at once would both see the old champion; the lock lets one wait for the other.
const LOCK = "select pg_advisory_xact_lock(hashtext('models.champion'))";

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
    await tx.sql(LOCK);
    await tx.sql(
      `with retired as (
         update models set status = 'retired', decided_at = now(),
           decision = 'Replaced by ' || $1::text || '.'
         where status = 'champion' and id <> $1 returning id, decision)
       insert into model_decisions (model_id, kind, reason, decided_at)
       select id, 'retired', decision, now() from retired`,
      [input.modelId],
    );
    await makeChampion(tx, input);
  });
}

/**
 * Takes the champion out of service and puts a retired model in its place, in one transaction. A
 * rollback without a name passes over what was taken out of service before.
 * @throws Error when the champion is another by now, or the model is not a retired one
 */
export async function rollbackChampion(
  db: Database,
  input: {
    readonly championId: string;
    readonly modelId: string;
    readonly decision: string;
    readonly championDecision: string;
  },
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.sql(LOCK);
    const replaced = await tx.sql(
      `update models set status = 'retired', decided_at = now(), rolled_back_at = now(),
         decision = $2 where id = $1 and status = 'champion' returning id`,
      [input.championId, input.championDecision],
    );
    if (replaced.length === 0) throw new Error("Another model became champion in the meantime.");
    await decide(tx, input.championId, "rolled_back", input.championDecision);
    const retired = await tx.sql("select id from models where id = $1 and status = 'retired'", [
      input.modelId,
    ]);
    if (retired.length === 0) throw new Error(`${input.modelId} is not a retired model.`);
    await makeChampion(tx, input);
  });
}

/**
 * The champion before: the retired model that was replaced last and was not itself taken out of service by a
 * rollback, so that a second rollback goes further back and not forth.
 */
export function rollbackTarget(models: readonly StoredModel[]): StoredModel | null {
  const former = models.filter((model) =>
    model.status === "retired" && model.rolledBackAtMs === null
  );
  return former.sort((a, b) => (b.decidedAtMs ?? 0) - (a.decidedAtMs ?? 0))[0] ?? null;
}

async function makeChampion(
  tx: Sql,
  { modelId, decision }: { readonly modelId: string; readonly decision: string },
): Promise<void> {
  const rows = await tx.sql(
    `update models set status = 'champion', decision = $2, decided_at = now(),
       rolled_back_at = null where id = $1 returning id`,
    [modelId, decision],
  );
  if (rows.length === 0) throw new Error(`There is no model ${JSON.stringify(modelId)}.`);
  await decide(tx, modelId, "promoted", decision);
}

async function decide(
  tx: Sql,
  modelId: string,
  kind: ModelDecisionKind,
  reason: string,
): Promise<void> {
  await tx.sql(
    `insert into model_decisions (model_id, kind, reason, decided_at) values ($1, $2, $3, now())`,
    [modelId, kind, reason],
  );
}

/** Notes why a candidate does not become champion. */
export async function rejectModel(
  db: Sql,
  input: { readonly modelId: string; readonly decision: string },
): Promise<void> {
  const rows = await db.sql(
    `with rejected as (
       update models set status = 'rejected', decision = $2, decided_at = now()
       where id = $1 returning id, decision)
     insert into model_decisions (model_id, kind, reason, decided_at)
     select id, 'rejected', decision, now() from rejected returning id`,
    [input.modelId, input.decision],
  );
  if (rows.length === 0) throw new Error(`There is no model ${JSON.stringify(input.modelId)}.`);
}

/** Notes that a model's files were removed: it cannot be served again. */
export async function markPruned(db: Sql, modelId: string): Promise<void> {
  await db.sql("update models set pruned_at = now() where id = $1", [modelId]);
}

export type ModelDecisionKind = "promoted" | "rejected" | "retired" | "rolled_back";

export interface ModelDecision {
  readonly modelId: string;
  readonly kind: ModelDecisionKind;
  readonly reason: string;
  readonly decidedAtMs: number;
}

/** Every decision on the given models, the newest first. */
export async function listModelDecisions(
  db: Sql,
  modelIds: readonly string[],
): Promise<ModelDecision[]> {
  return await db.sql<ModelDecision>(
    `select model_id as "modelId", kind, reason, decided_at as "decidedAtMs" from model_decisions
     where model_id = any($1::text[]) order by id desc`,
    [modelIds],
  );
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
