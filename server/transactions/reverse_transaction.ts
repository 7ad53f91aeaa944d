import { reverseTransaction as reverse } from "../../db/mod.ts";
import { postToLedger } from "../coins/post_to_ledger.ts";
import type { Transaction } from "../coins/schema.ts";
import { viewTransaction } from "../coins/views.ts";
import type { RequestContext } from "../context.ts";
import { findForParty } from "./find_for_party.ts";

/**
 * Takes a completed send, mint or burn back by an opposite transaction, its fee included. It can be
 * done once, and not when the coins are gone.
 *
 * @throws {AppError} NOT_FOUND, INVALID_STATE, INSUFFICIENT_FUNDS
 */
export async function reverseTransaction(
  ctx: RequestContext,
  input: { readonly transaction_id: string; readonly reason: string },
): Promise<Transaction> {
  const { transaction_id: transactionId, reason } = input;
  await findForParty(ctx, transactionId);
  const { transaction } = await postToLedger(
    ctx,
    { act: "transactions.reverse", input: { transactionId, reason }, owners: [] },
    (db, posting) => reverse(db, { ...posting, transactionId, reason }),
  );
  return viewTransaction(transaction);
}
