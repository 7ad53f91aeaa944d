import type { z } from "zod";
import { quickSend as send } from "../../db/mod.ts";
import { postToLedger } from "../coins/post_to_ledger.ts";
import { assertRules, feeFor, type ProposedTransfer } from "../coins/transfer_rules.ts";
import { tryOut } from "../coins/try_out.ts";
import { viewTransaction } from "../coins/views.ts";
import type { RequestContext } from "../context.ts";
import type { QuickSendAnswer, quickSendInput } from "./schema.ts";

/**
 * Sends coins at once, or says what would happen. The sender pays amount and fee.
 *
 * @throws {AppError} SELF_TRANSFER, USER_NOT_FOUND, INSUFFICIENT_FUNDS, VALIDATION_ERROR; nothing is
 * written then
 */
export async function quickSend(
  ctx: RequestContext,
  input: z.output<typeof quickSendInput>,
): Promise<QuickSendAnswer> {
  const { from_user: fromUser, to_user: toUser, amount, metadata } = input;
  const proposed: ProposedTransfer = { fromUser, toUser, amount, type: "send" };
  if (input.dry_run) return await tryOut(ctx.app, proposed);
  const fee = feeFor(ctx.app, proposed);
  const { transaction } = await postToLedger(
    ctx,
    {
      act: "transactions.quickSend",
      input: { fromUser, toUser, amount, metadata },
      owners: [fromUser],
      assertPossible: () => assertRules(ctx.app, proposed),
    },
    (db, posting) => send(db, { ...posting, fromUser, toUser, amount, fee, metadata }),
  );
  return {
    success: true,
    message: `${amount} TBC were sent to ${toUser}. The fee was ${transaction.fee} TBC.`,
    transaction: viewTransaction(transaction),
  };
}
