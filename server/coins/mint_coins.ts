import { mintCoins as mint } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { moveCoins, type MoveInput } from "./move_coins.ts";
import type { MoveAnswer } from "./schema.ts";

/** Moves coins from `system` to a person; any valid user id will do. */
export function mintCoins(ctx: RequestContext, input: MoveInput): Promise<MoveAnswer> {
  return moveCoins(ctx, {
    type: "mint",
    sides: (userId) => ({ fromUser: "system", toUser: userId }),
    post: mint,
    message: (amount, userId) => `${amount} TBC were minted to ${userId}.`,
    isOwn: false,
  }, input);
}
