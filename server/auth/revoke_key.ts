import { readApiKey, revokeApiKey, type Sql } from "../../db/mod.ts";
import { AppError } from "../errors.ts";
import { type DoneBy, recordDone } from "./done_by.ts";

/**
 * Ends a key at once; other instances take it for two more seconds.
 *
 * @throws {AppError} NOT_FOUND; INVALID_STATE for one that was revoked before
 */
export async function revokeKey(tx: Sql, by: DoneBy, id: number): Promise<void> {
  if (await readApiKey(tx, id) === null) throw new AppError("NOT_FOUND", `There is no key ${id}.`);
  if (!await revokeApiKey(tx, { id, nowMs: by.atMs })) {
    throw new AppError("INVALID_STATE", `Key ${id} was revoked before.`);
  }
  await recordDone(tx, by, { act: "keys.revoke", target: `key:${id}` });
}
