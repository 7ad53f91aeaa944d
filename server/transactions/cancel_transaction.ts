import { cancelTransaction as cancel } from "../../db/mod.ts";
import { postToLedger } from "../coins/post_to_ledger.ts";
import type { Transaction } from "../coins/schema.ts";
import { viewTransaction } from "../coins/views.ts";
import type { RequestContext } from "../context.ts";
import { findForParty } from "./find_for_party.ts";

/**
 * Cancels a pending transaction.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function cancelTransaction(
  ctx: RequestContext,
  { transaction_id: transactionId }: { readonly transaction_id: string },
): Promise<Transaction> {
  const found = await findForParty(ctx, transactionId);
  const { transaction } = await postToLedger(
    ctx,
    {
      act: "transactions.cancel",
      input: { transactionId },
      owners: [found.fromUser, found.toUser],
    },
    (db, posting) => cancel(db, { ...posting, transactionId }),
  );
  return viewTransaction(transaction);
}
