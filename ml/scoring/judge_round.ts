import { brierScore } from "./brier.ts";
import {
  crpsScore,
  crpsScoreRange,
  type PriceQuantiles,
  type PriceScale,
} from "./quantile_score.ts";
import { sharePool } from "./share_pool.ts";

/** What somebody says of a price: a probability that it rises, or its quantiles. */
export interface Statement {
  readonly probabilityUp: number | null;
  readonly quantiles: PriceQuantiles | null;
}

/** A statement with what is staked on it. */
export interface Staked extends Statement {
  /** An exact decimal. */
  readonly amount: string;
}

/** What came, and what distances are measured with. */
export interface RoundOutcome {
  /** Close of the hour at which entries closed: a direction is measured from it. */
  readonly reference: number;
  /** Close of the hour that was forecast. */
  readonly actual: number;
  readonly scale: PriceScale;
}

/** How a round ends. */
export interface Judgement {
  /** Scores and payouts in the order of the stakes; the payouts add up to the pool exactly. */
  readonly results: readonly { readonly score: number; readonly payout: string }[];
  /** Null where fewer than two have staked: one is no crowd. */
  readonly crowd: Statement | null;
  readonly crowdScore: number | null;
  readonly modelScore: number | null;
}

/** Scores every stake, the crowd and the model by one rule, and shares the pool. */
export function judgeRound(
  stakes: readonly Staked[],
  model: Statement | null,
  outcome: RoundOutcome,
): Judgement {
  const scores = stakes.map((stake) => scoreStatement(stake, outcome));
  const payouts = sharePool(stakes.map(({ amount }, at) => ({ amount, score: scores[at]! })));
  const crowd = stakes.length < 2 ? null : crowdStatement(stakes);
  return {
    results: scores.map((score, at) => ({ score, payout: payouts[at]! })),
    crowd,
    crowdScore: crowd && scoreStatement(crowd, outcome),
    modelScore: model && scoreStatement(model, outcome),
  };
}

/** Score of a statement, 0 to 1. A price that has not changed has not risen. */
function scoreStatement(statement: Statement, outcome: RoundOutcome): number {
  const { probabilityUp, quantiles } = statement;
  if (quantiles !== null) return crpsScore(quantiles, outcome.actual, outcome.scale);
  return brierScore(probabilityUp ?? NaN, outcome.actual > outcome.reference);
}

/** The lowest and the highest score that a statement can get. */
export function scoreRange(
  { probabilityUp, quantiles }: Statement,
  scale: PriceScale,
): { low: number; high: number } {
  if (quantiles !== null) return crpsScoreRange(quantiles, scale);
  const scores = [true, false].map((hasRisen) => brierScore(probabilityUp ?? NaN, hasRisen));
  return { low: Math.min(...scores), high: Math.max(...scores) };
}

/**
 * What all stakes say together: the mean weighted by stake, of probabilities or of the logarithms of
 * each quantile (Vincent averaging).
 */
export function crowdStatement(stakes: readonly Staked[]): Statement {
  const weights = stakes.map(({ amount }) => Number(amount));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (value: (stake: Staked) => number) =>
    stakes.reduce((sum, stake, at) => sum + weights[at]! / total * value(stake), 0);
  if (stakes[0]?.probabilityUp != null) {
    const probabilityUp = mean((stake) => stake.probabilityUp ?? NaN);
    return { probabilityUp: Math.min(1, Math.max(0, probabilityUp)), quantiles: null };
  }
  const level = (at: 0 | 1 | 2 | 3 | 4) =>
    Math.exp(mean((stake) => Math.log(stake.quantiles?.[at] ?? NaN)));
  return {
    probabilityUp: null,
    quantiles: ascending([level(0), level(1), level(2), level(3), level(4)]),
  };
}

/** Means of equal quantiles may cross in the last digit. */
function ascending(quantiles: PriceQuantiles): PriceQuantiles {
  return quantiles.toSorted((a, b) => a - b) as unknown as PriceQuantiles;
}
