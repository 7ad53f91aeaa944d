import type { Sql } from "../database.ts";

/** Small enough for any statement, large enough that few are needed. */
const PART_BYTES = 256 * 1024;

/** Stores the ONNX file of a registered model, so that every instance can have it. */
export async function storeModelFile(
  db: Sql,
  input: { readonly modelId: string; readonly bytes: Uint8Array },
): Promise<void> {
  const { modelId, bytes } = input;
  for (let part = 0; part * PART_BYTES < bytes.length; part++) {
    const slice = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    await db.sql(
      `insert into model_artifacts (model_id, part, bytes) values ($1, $2, decode($3, 'base64'))
       on conflict (model_id, part) do nothing`,
      [modelId, part, slice.toBase64()],
    );
  }
}

/** The stored file of a model, not yet compared with any checksum; `null` where there is none. */
export async function readModelFile(
  db: Sql,
  modelId: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts = await db.sql<{ text: string }>(
    `select encode(bytes, 'base64') as text from model_artifacts where model_id = $1 order by part`,
    [modelId],
  );
  if (parts.length === 0) return null;
  const slices = parts.map(({ text }) => Uint8Array.fromBase64(text));
  const whole = new Uint8Array(slices.reduce((sum, slice) => sum + slice.length, 0));
  let at = 0;
  for (const slice of slices) {
    whole.set(slice, at);
    at += slice.length;
  }
  return whole;
}

/** Whether the file of a model is stored. */
export async function hasModelFile(db: Sql, modelId: string): Promise<boolean> {
  const rows = await db.sql("select from model_artifacts where model_id = $1 and part = 0", [
    modelId,
  ]);
  return rows.length > 0;
}

/** Removes the stored file of a model. */
export async function removeModelFile(db: Sql, modelId: string): Promise<void> {
  await db.sql("delete from model_artifacts where model_id = $1", [modelId]);
}
