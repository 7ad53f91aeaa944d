import type { z } from "zod";
import { readPending } from "../../db/mod.ts";
import type { Transaction } from "../coins/schema.ts";
import { viewTransaction } from "../coins/views.ts";
import type { App } from "../context.ts";
import { assertCursor } from "./read_person_history.ts";
import type { pendingInput } from "./schema.ts";

/**
 * Transactions of everyone that are pending or being processed, the newest first.
 *
 * @throws {AppError} VALIDATION_ERROR for a cursor that is no transaction
 */
export async function readOpen(
  app: App,
  { limit, cursor }: z.output<typeof pendingInput>,
): Promise<Transaction[]> {
  if (cursor !== undefined) await assertCursor(app, cursor);
  const found = await readPending(app.db, { limit, ...(cursor && { cursor }) });
  return found.map(viewTransaction);
}
