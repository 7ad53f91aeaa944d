import { keyProcedure, ownerProcedure, router } from "../trpc.ts";
import { placeStake } from "./place_stake.ts";
import { readLeaderboard } from "./read_leaderboard.ts";
import { readMyStakes } from "./read_my_stakes.ts";
import { readOpenContests } from "./read_open_contests.ts";
import { readRound, readRounds } from "./read_rounds.ts";
import {
  leaderboardInput,
  leaderboardOutput,
  mineInput,
  mineOutput,
  openInput,
  openOutput,
  placeInput,
  placeOutput,
  roundInput,
  roundOutput,
  roundsInput,
  roundsOutput,
} from "./schema.ts";

const tags = ["contests"];

export const contestsRouter = router({
  open: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/contests/open",
        tags,
        summary: "What can be staked on until the next full hour, with the model's forecasts",
      },
    })
    .input(openInput)
    .output(openOutput)
    .query(({ ctx, input }) => readOpenContests(ctx.app, input)),

  place: ownerProcedure
    .meta({
      openapi: {
        method: "POST",
        path: "/api/v1/contests/stakes",
        tags,
        summary:
          "Stake TB Coin on a 24 h forecast of one's own; dry_run says what could come of it",
      },
    })
    .input(placeInput)
    .output(placeOutput)
    .mutation(({ ctx, input }) => placeStake(ctx, input)),

  mine: ownerProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/contests/stakes/{user_id}",
        tags,
        summary: "One person's stakes on forecasts, open and ended, newest first",
      },
    })
    .input(mineInput)
    .output(mineOutput)
    .query(({ ctx, input }) => readMyStakes(ctx.app, input)),

  rounds: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/contests/rounds",
        tags,
        summary: "The newest rounds with something at stake, and how they ended",
      },
    })
    .input(roundsInput)
    .output(roundsOutput)
    .query(({ ctx, input }) => readRounds(ctx.app, input)),

  round: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/contests/rounds/{round_id}",
        tags,
        summary: "One round with its entries, which are told once it is closed",
      },
    })
    .input(roundInput)
    .output(roundOutput)
    .query(({ ctx, input }) => readRound(ctx, input)),

  leaderboard: keyProcedure
    .meta({
      openapi: {
        method: "GET",
        path: "/api/v1/contests/leaderboard",
        tags,
        summary: "People, the model and the crowd by mean score, with how sure that is",
      },
    })
    .input(leaderboardInput)
    .output(leaderboardOutput)
    .query(({ ctx, input }) => readLeaderboard(ctx, input)),
});
