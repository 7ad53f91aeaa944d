import type { z } from "zod";
import { createTransaction as create } from "../../db/mod.ts";
import { postToLedger } from "../coins/post_to_ledger.ts";
import type { DryRun, Transaction } from "../coins/schema.ts";
import { assertRules, feeFor } from "../coins/transfer_rules.ts";
import { tryOut } from "../coins/try_out.ts";
import { viewTransaction } from "../coins/views.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import type { createInput } from "./schema.ts";

/**
 * Writes down a transaction that is executed or cancelled later. Its fee is fixed now; whether there
 * are coins for it is seen when it is executed.
 *
 * @throws {AppError} SELF_TRANSFER, USER_NOT_FOUND, FORBIDDEN, VALIDATION_ERROR
 */
export async function createTransaction(
  ctx: RequestContext,
  input: z.output<typeof createInput>,
): Promise<Transaction | DryRun> {
  const { from_user: fromUser, to_user: toUser, amount, metadata } = input;
  const type = input.transaction_type;
  assertMayUse(ctx, type);
  const proposed = { fromUser, toUser, amount, type };
  if (input.dry_run) return await tryOut(ctx.app, proposed);
  const transfer = { ...proposed, metadata, fee: feeFor(ctx.app, proposed) };
  const { transaction } = await postToLedger(
    ctx,
    {
      act: "transactions.create",
      input: { ...proposed, metadata },
      owners: [fromUser],
      assertPossible: () => assertRules(ctx.app, proposed),
    },
    (db, posting) => create(db, { ...posting, ...transfer }),
  );
  return viewTransaction(transaction);
}

/** @throws {AppError} FORBIDDEN where the type is for administrators and the caller is none */
export function assertMayUse({ actor }: RequestContext, type: Transaction["transaction_type"]) {
  if (actor.role === "admin" || type !== "mint" && type !== "burn") return;
  throw new AppError("FORBIDDEN", "Minting and burning need an administrator.");
}
