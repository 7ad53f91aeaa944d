import { type LedgerTransaction, readTransaction } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";

/**
 * The transaction, for one of its two sides or an administrator.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN
 */
export async function findForParty(
  { app, actor }: RequestContext,
  transactionId: string,
): Promise<LedgerTransaction> {
  const found = await readTransaction(app.db, transactionId);
  if (found === null) {
    throw new AppError("NOT_FOUND", `There is no transaction "${transactionId}". Check the id.`);
  }
  const { userId, role } = actor;
  if (role === "admin" || userId !== null && [found.fromUser, found.toUser].includes(userId)) {
    return found;
  }
  throw new AppError("FORBIDDEN", "The transaction is between other people.");
}
