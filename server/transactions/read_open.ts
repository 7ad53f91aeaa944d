import type { z } from "zod";
import { readPending } from "../../db/mod.ts";
import type { Transaction } from "../coins/schema.ts";
import { viewTransaction } from "../coins/views.ts";
import type { App } from "../context.ts";
import type { pendingInput } from "./schema.ts";

/** Transactions of everyone that are pending or being processed, the newest first. */
export async function readOpen(
  app: App,
  { limit, cursor }: z.output<typeof pendingInput>,
): Promise<Transaction[]> {
  const found = await readPending(app.db, { limit, ...(cursor && { cursor }) });
  return found.map(viewTransaction);
}
