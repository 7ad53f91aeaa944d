import { unstakeCoins as unstake } from "../../db/mod.ts";
import type { RequestContext } from "../context.ts";
import { readCoolDownMs } from "./cool_down.ts";
import { moveCoins, type MoveInput } from "./move_coins.ts";
import type { MoveAnswer } from "./schema.ts";

/** Takes staked coins back: available at once, or after the cool-down where one is set. */
export async function unstakeCoins(ctx: RequestContext, input: MoveInput): Promise<MoveAnswer> {
  const coolDownMs = await readCoolDownMs(ctx.app.db);
  return await moveCoins(ctx, {
    type: "unstake",
    sides: (userId) => ({ fromUser: userId, toUser: userId }),
    post: (db, move) => unstake(db, { ...move, coolDownMs }),
    message: (amount, userId) =>
      coolDownMs === 0
        ? `${amount} TBC of ${userId} are available again.`
        : `${amount} TBC of ${userId} cool down before they are available.`,
    isOwn: true,
  }, input);
}
