import { stakeCoins as stake } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { moveCoins, type MoveInput } from "./move_coins.ts";
import type { MoveAnswer } from "./schema.ts";

/** Puts coins of a person aside. */
export function stakeCoins(ctx: RequestContext, input: MoveInput): Promise<MoveAnswer> {
  return moveCoins(ctx, {
    type: "stake",
    sides: (userId) => ({ fromUser: userId, toUser: userId }),
    post: stake,
    message: (amount, userId) => `${amount} TBC of ${userId} are staked.`,
    isOwn: true,
  }, input);
}
