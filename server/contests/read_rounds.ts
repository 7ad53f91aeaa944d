import {
  type ContestRoundState,
  readContestRound,
  readContestRounds,
  readContestStakes,
} from "../../db/mod.ts";
import { crowdStatement } from "../../ml/scoring/judge_round.ts";
import { trimAmount } from "../coins/amount.ts";
import type { App, RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { shownNames } from "../privacy/shown_names.ts";
import { toForecast, toRoundView } from "./contest_views.ts";
import type { ContestKind, ContestRound, ContestRoundDetails } from "./schema.ts";

/** The newest rounds with something at stake. */
export async function readRounds(
  app: App,
  input: {
    readonly symbol?: string | undefined;
    readonly kind?: ContestKind | undefined;
    readonly limit: number;
    readonly before?: number | undefined;
  },
): Promise<{ rounds: ContestRound[]; next: number | null; simulated: boolean }> {
  const { symbol, kind, limit, before } = input;
  const found = await readContestRounds(app.db, {
    ...(symbol !== undefined && { symbol }),
    ...(kind !== undefined && { kind }),
    ...(before !== undefined && { beforeId: before }),
    limit,
  });
  const rounds = found.map((state) => toRoundView(state, app.now()));
  const next = found.length < limit ? null : found.at(-1)!.round.id;
  return { rounds, next, simulated: await app.simulated() };
}

/**
 * One round; its entries and what they say together are told once no more can be made.
 *
 * @throws {AppError} NOT_FOUND where there is no such round
 */
export async function readRound(
  ctx: RequestContext,
  input: { readonly round_id: number },
): Promise<ContestRoundDetails> {
  const { app } = ctx;
  const state = await readContestRound(app.db, { id: input.round_id });
  if (state === null) throw new AppError("NOT_FOUND", `There is no round ${input.round_id}.`);
  const entries = await closedEntries(app, state);
  const nameOf = await shownNames(ctx, entries.map((entry) => entry.userId));
  const crowd = entries.length < 2 ? null : crowdStatement(entries);
  return {
    ...toRoundView(state, app.now(), crowd),
    entries: entries.map((entry) => ({
      user_id: nameOf(entry.userId),
      amount: trimAmount(entry.amount),
      forecast: toForecast(entry),
      score: entry.score,
      payout: entry.payout && trimAmount(entry.payout),
    })),
    simulated: await app.simulated(),
  };
}

async function closedEntries(app: App, { round }: ContestRoundState) {
  if (app.now() < round.closesAtMs) return [];
  return await readContestStakes(app.db, { roundId: round.id });
}
