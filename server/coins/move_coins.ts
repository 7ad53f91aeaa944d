import type { z } from "zod";
import { type Database, type OwnMove, type Posted, type Sql } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { postToLedger } from "./post_to_ledger.ts";
import type { MoveAnswer, moveInput } from "./schema.ts";
import type { ProposedTransfer } from "./transfer_rules.ts";
import { tryOut } from "./try_out.ts";
import { viewBalance, viewTransaction } from "./views.ts";

export type MoveInput = z.output<typeof moveInput>;

/** One of the four ways in which coins move in, out of or within the account of one person. */
export interface MoveKind {
  readonly type: "mint" | "burn" | "stake" | "unstake";
  readonly sides: (userId: string) => { readonly fromUser: string; readonly toUser: string };
  readonly post: (db: Sql | Database, move: OwnMove) => Promise<Posted>;
  /** `12.5 TBC were minted to alice.` */
  readonly message: (amount: string, userId: string) => string;
  /** Whether it is the person's own affair, and no act of an administrator. */
  readonly isOwn: boolean;
}

/** Moves coins of one person, or says what would happen. */
export async function moveCoins(
  ctx: RequestContext,
  kind: MoveKind,
  input: MoveInput,
): Promise<MoveAnswer> {
  const { user_id: userId, amount } = input;
  const proposed: ProposedTransfer = { type: kind.type, amount, ...kind.sides(userId) };
  if (input.dry_run) return await tryOut(ctx.app, proposed);
  const { transaction, balance } = await postToLedger(
    ctx,
    { act: `coins.${kind.type}`, input: { userId, amount }, owners: kind.isOwn ? [userId] : [] },
    (db, posting) => kind.post(db, { ...posting, userId, amount }),
  );
  if (balance === null) throw new AppError("INTERNAL_ERROR", "The ledger named no balance.");
  return {
    success: true,
    message: kind.message(amount, userId),
    balance: viewBalance(userId, balance),
    transaction: viewTransaction(transaction),
  };
}
