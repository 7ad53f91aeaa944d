import { executeTransaction as execute } from "../../db/mod.ts";
import { readCoolDownMs } from "../coins/cool_down.ts";
import { postToLedger } from "../coins/post_to_ledger.ts";
import type { Transaction } from "../coins/schema.ts";
import { viewTransaction } from "../coins/views.ts";
import type { RequestContext } from "../context.ts";
import { assertMayUse } from "./create_transaction.ts";
import { findForParty } from "./find_for_party.ts";

/**
 * Moves the coins of a pending transaction. Where it cannot, the transaction has failed: the error has
 * it in its details.
 *
 * @throws {AppError} NOT_FOUND, FORBIDDEN, INVALID_STATE, INSUFFICIENT_FUNDS, INSUFFICIENT_STAKE
 */
export async function executeTransaction(
  ctx: RequestContext,
  { transaction_id: transactionId }: { readonly transaction_id: string },
): Promise<Transaction> {
  const found = await findForParty(ctx, transactionId);
  assertMayUse(ctx, found.type);
  const coolDownMs = found.type === "unstake" ? await readCoolDownMs(ctx.app.db) : 0;
  const { transaction } = await postToLedger(
    ctx,
    {
      act: "transactions.execute",
      input: { transactionId },
      owners: [found.fromUser, found.toUser],
    },
    (db, posting) => execute(db, { ...posting, transactionId, coolDownMs }),
  );
  return viewTransaction(transaction);
}
