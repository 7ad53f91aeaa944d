import { burnCoins as burn } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { moveCoins, type MoveInput } from "./move_coins.ts";
import type { MoveAnswer } from "./schema.ts";

/** Takes coins of a person out of circulation; they are counted as burned. */
export function burnCoins(ctx: RequestContext, input: MoveInput): Promise<MoveAnswer> {
  return moveCoins(ctx, {
    type: "burn",
    sides: (userId) => ({ fromUser: userId, toUser: "burned" }),
    post: burn,
    message: (amount, userId) => `${amount} TBC of ${userId} were burned.`,
    isOwn: false,
  }, input);
}
