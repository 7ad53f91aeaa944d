import { readBalances } from "../../db/mod.ts";
import { adminProcedure, ownerProcedure, router } from "../trpc.ts";
import { burnCoins } from "./burn_coins.ts";
import { setCoolDown } from "./cool_down.ts";
import { mintCoins } from "./mint_coins.ts";
import { readPersonBalance } from "./read_person_balance.ts";
import { readSummary } from "./read_summary.ts";
import {
  balanceInput,
  balanceSchema,
  balancesOutput,
  coolDownInput,
  coolDownOutput,
  moveInput,
  moveOutput,
  summaryOutput,
} from "./schema.ts";
import { stakeCoins } from "./stake_coins.ts";
import { unstakeCoins } from "./unstake_coins.ts";

/** The REST path of a way to move coins of one person. */
function movePath(verb: "mint" | "burn" | "stake" | "unstake", summary: string) {
  const path = `/api/v1/coins/${verb}/{user_id}` as const;
  return { openapi: { method: "POST" as const, path, tags: ["coins"], summary } };
}

export const coinsRouter = router({
  balance: ownerProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/coins/balance/{user_id}",
        tags: ["coins"],
        summary: "What a person holds",
      },
    })
    .input(balanceInput)
    .output(balanceSchema)
    .query(({ ctx, input }) => readPersonBalance(ctx.app, input)),

  mint: adminProcedure
    .meta(movePath("mint", "Move coins from the system to a person"))
    .input(moveInput)
    .output(moveOutput)
    .mutation(({ ctx, input }) => mintCoins(ctx, input)),

  burn: adminProcedure
    .meta(movePath("burn", "Take coins of a person out of circulation"))
    .input(moveInput)
    .output(moveOutput)
    .mutation(({ ctx, input }) => burnCoins(ctx, input)),

  stake: ownerProcedure
    .meta(movePath("stake", "Put coins aside"))
    .input(moveInput)
    .output(moveOutput)
    .mutation(({ ctx, input }) => stakeCoins(ctx, input)),

  unstake: ownerProcedure
    .meta(movePath("unstake", "Take staked coins back"))
    .input(moveInput)
    .output(moveOutput)
    .mutation(({ ctx, input }) => unstakeCoins(ctx, input)),

  balances: adminProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/coins/balances",
        tags: ["coins"],
        summary: "What everyone can spend, by user id",
      },
    })
    .output(balancesOutput)
    .query(({ ctx }) => readBalances(ctx.app.db)),

  summary: adminProcedure
    .output(summaryOutput)
    .query(({ ctx }) => readSummary(ctx.app)),

  setCoolDown: adminProcedure
    .input(coolDownInput)
    .output(coolDownOutput)
    .mutation(({ ctx, input }) => setCoolDown(ctx, input)),
});
