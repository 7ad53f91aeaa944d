import {
  CoinAmount,
  readBalance,
  readContestStakes,
  readRoundsOfHour,
  type RoundTerms,
  type StatedForecast,
} from "../../db/mod.ts";
import { scoreRange } from "../../ml/scoring/judge_round.ts";
import { payoutRange } from "../../ml/scoring/share_pool.ts";
import { trimAmount } from "../coins/amount.ts";
import type { App } from "../context.ts";
import { iso, toForecast } from "./contest_views.ts";
import type { StakePreview } from "./schema.ts";

/** A stake that is meant. */
export interface IntendedStake {
  readonly userId: string;
  readonly amount: string;
  readonly terms: RoundTerms;
  readonly forecast: StatedForecast;
}

type Problem = StakePreview["problems"][number];

/** What a stake could bring with the pool as it is, and what stands in its way. Nothing is written. */
export async function previewStake(app: App, intended: IntendedStake): Promise<StakePreview> {
  const { userId, amount, terms, forecast } = intended;
  const pool = await readPool(app, intended);
  const available = (await readBalance(app.db, userId))?.balance ?? "0";
  const left = new CoinAmount(available).minus(amount);
  const problems = [...amountProblems(app, amount)];
  if (pool.hasStaked) problems.push(SECOND_STAKE);
  if (left.lt(0)) problems.push(tooLittle(available, amount));
  const score = scoreRange(forecast, terms);
  const { least, most } = payoutRange(amount, pool.others, score);
  return {
    would_succeed: problems.length === 0,
    problems,
    forecast: toForecast(forecast),
    closes_at: iso(terms.closesAtMs),
    target_time: iso(terms.targetAtMs),
    others: { stakes: pool.stakes, pool: trimAmount(pool.others) },
    score: { lowest: score.low, highest: score.high },
    payout: { least: trimAmount(least), most: trimAmount(most) },
    most_ever: new CoinAmount(amount).times(2).toFixed(),
    balance_after: problems.length === 0 ? left.toFixed() : null,
  };
}

/** What the others have in the round, and whether this person has a stake in it already. */
async function readPool(app: App, { userId, terms }: IntendedStake) {
  const rounds = await readRoundsOfHour(app.db, { targetAtMs: terms.targetAtMs });
  const state = rounds.find(({ round }) =>
    round.symbol === terms.symbol && round.kind === terms.kind
  );
  const stakes = state ? await readContestStakes(app.db, { roundId: state.round.id }) : [];
  const others = stakes.filter((stake) => stake.userId !== userId);
  const total = others.reduce((sum, { amount }) => sum.plus(amount), new CoinAmount(0));
  return {
    hasStaked: others.length < stakes.length,
    stakes: others.length,
    others: total.toFixed(8),
  };
}

export const SECOND_STAKE: Problem = {
  code: "CONFLICT",
  message: "You have a stake in this round already. It cannot be changed or added to; the next " +
    "round opens at the full hour.",
};

function tooLittle(available: string, amount: string): Problem {
  return {
    code: "INSUFFICIENT_FUNDS",
    message: `${trimAmount(available)} TBC are available, and ${amount} would be needed.`,
  };
}

/** What is wrong with the amount by the settings of this ledger. */
export function amountProblems(app: App, amount: string): Problem[] {
  const { minTransactionAmount, maxTransactionAmount } = app.config;
  const least = new CoinAmount(minTransactionAmount);
  const most = new CoinAmount(maxTransactionAmount);
  if (least.lte(amount) && most.gte(amount)) return [];
  return [{
    code: "VALIDATION_ERROR",
    message: `A stake is ${least.toFixed()} to ${most.toFixed()} TBC, not ${amount}.`,
  }];
}
