import { readApiKey, replaceApiKey, type Sql } from "../../db/mod.ts";
import { AppError } from "../errors.ts";
import { type MadeKey, storeNewKey } from "./create_key.ts";
import { type DoneBy, recordDone } from "./done_by.ts";
import { stateOf } from "./key_view.ts";

/**
 * Puts a new key with the same rights in the place of an old one, which works on for the overlap, so
 * that programs can be moved over one by one. A key with an end gets one as far off as it once had.
 *
 * @throws {AppError} NOT_FOUND; INVALID_STATE for a key that has ended or was rotated before
 */
export async function rotateKey(
  tx: Sql,
  hashSecret: CryptoKey,
  by: DoneBy,
  wanted: { readonly id: number; readonly overlapMs: number },
): Promise<MadeKey> {
  const { id, overlapMs } = wanted;
  const old = await readApiKey(tx, id);
  if (old === null) throw new AppError("NOT_FOUND", `There is no key ${id}.`);
  if (stateOf(old, by.atMs) !== "in_force") throw invalid(id, "has ended");
  const { name, role, userId, expiresAtMs, createdAtMs } = old;
  const made = await storeNewKey(tx, hashSecret, {
    name,
    role,
    userId,
    createdAtMs: by.atMs,
    expiresAtMs: expiresAtMs === null ? null : by.atMs + (expiresAtMs - createdAtMs),
  });
  const untilMs = by.atMs + overlapMs;
  if (!await replaceApiKey(tx, { id, replacedBy: made.stored.id, untilMs })) {
    throw invalid(id, "was rotated before");
  }
  await recordDone(tx, by, {
    act: "keys.rotate",
    target: `key:${id}`,
    details: { replaced_by: made.stored.id, overlap_hours: overlapMs / 3_600_000 },
  });
  return made;
}

function invalid(id: number, why: string): AppError {
  return new AppError("INVALID_STATE", `Key ${id} ${why}. Make a new one instead.`);
}
