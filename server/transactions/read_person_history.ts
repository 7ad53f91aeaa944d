import type { z } from "zod";
import { type HistoryFilter, isKnownOwner, readHistory, readTransaction } from "../../db/mod.ts";
import type { Transaction } from "../coins/schema.ts";
import { viewTransaction } from "../coins/views.ts";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import type { historyInput } from "./schema.ts";

/**
 * Transactions of a person, the newest first.
 *
 * @throws {AppError} USER_NOT_FOUND; VALIDATION_ERROR for a cursor that is no transaction of theirs: an empty
 * page would say that there are no more
 */
export async function readPersonHistory(
  app: App,
  input: z.output<typeof historyInput>,
): Promise<Transaction[]> {
  const { user_id: userId, cursor } = input;
  if (cursor !== undefined) await assertCursor(app, cursor, (sides) => sides.includes(userId));
  const found = await readHistory(app.db, filterOf(input));
  if (found.length === 0 && !await isKnownOwner(app.db, userId)) {
    throw new AppError("USER_NOT_FOUND", `There is no person "${userId}". Check the user id.`);
  }
  return found.map(viewTransaction);
}

/** @throws {AppError} VALIDATION_ERROR for a cursor that no page can have given */
export async function assertCursor(
  app: App,
  cursor: string,
  isMeant: (sides: readonly string[]) => boolean = () => true,
): Promise<void> {
  const at = await readTransaction(app.db, cursor);
  if (at !== null && isMeant([at.fromUser, at.toUser])) return;
  const message = "must be the transaction_id of the last one on the page before";
  throw new AppError("VALIDATION_ERROR", `"cursor" ${message}. Begin at the first page.`, {
    details: [{ field: "cursor", message }],
  });
}

function filterOf(input: z.output<typeof historyInput>): HistoryFilter {
  const { user_id: userId, limit, cursor, type, status, direction, counterparty } = input;
  return {
    userId,
    limit,
    ...(cursor && { cursor }),
    ...(type && { type }),
    ...(status && { status }),
    ...(direction && { direction }),
    ...(counterparty && { counterparty }),
    ...(input.from && { fromMs: Date.parse(input.from) }),
    ...(input.to && { toMs: Date.parse(input.to) }),
    ...(input.min && { min: input.min }),
    ...(input.max && { max: input.max }),
  };
}
