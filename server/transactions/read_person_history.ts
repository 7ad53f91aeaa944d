import type { z } from "zod";
import { type HistoryFilter, isKnownOwner, readHistory } from "../../db/mod.ts";
import type { Transaction } from "../coins/schema.ts";
import { viewTransaction } from "../coins/views.ts";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import type { historyInput } from "./schema.ts";

/**
 * Transactions of a person, the newest first.
 *
 * @throws {AppError} USER_NOT_FOUND
 */
export async function readPersonHistory(
  app: App,
  input: z.output<typeof historyInput>,
): Promise<Transaction[]> {
  const found = await readHistory(app.db, filterOf(input));
  if (found.length === 0 && !await isKnownOwner(app.db, input.user_id)) {
    throw new AppError(
      "USER_NOT_FOUND",
      `There is no person "${input.user_id}". Check the user id.`,
    );
  }
  return found.map(viewTransaction);
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
