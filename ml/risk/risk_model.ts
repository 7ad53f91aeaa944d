import { seededRandom } from "../random.ts";
import { growForest, type IsolationForest, isolationScore } from "./isolation_forest.ts";
import { robustScale } from "./robust_scale.ts";
import type { PastTransfer } from "./transfer_facts.ts";
import {
  featureRow,
  type Population,
  RISK_FEATURES,
  RISK_FEATURES_VERSION,
  type TransferFeatures,
} from "./transfer_features.ts";

/** What was learnt from a ledger; plain JSON. */
export interface RiskModel {
  readonly featuresVersion: number;
  readonly features: readonly string[];
  readonly population: Population;
  readonly forest: IsolationForest;
  /** Of the scores of the training rows, from the median on: see {@link tailOf}. */
  readonly scoreQuantiles: readonly number[];
  /** The median of each feature: what "usual" is when a score is taken apart. */
  readonly usual: readonly number[];
  readonly transfers: number;
  readonly seed: number;
}

/** With fewer transfers there is nothing to learn from: rules alone then judge, and say so. */
export const LEAST_TRANSFERS = 500;

const TREES = 100;
const SAMPLE_SIZE = 256;
/** So many rows, evenly taken, say what usual scores are: more of them would only take longer. */
const SCORED_ROWS = 5_000;
/** Shares of the training rows that score less. */
const LEVELS = [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999];

/** Everybody's log amounts. */
export function measurePopulation(transfers: readonly PastTransfer[]): Population {
  const scale = robustScale(transfers.map((row) => Math.log(row.amount)));
  if (scale === null) throw new Error("There are no transfers to learn from.");
  return scale;
}

/** Learns what usual transfers look like. The same rows and seed give the same model. */
export function trainRiskModel(
  rows: readonly TransferFeatures[],
  options: { readonly population: Population; readonly seed: number },
): RiskModel {
  const { population, seed } = options;
  const table = rows.map(featureRow);
  const random = seededRandom(seed);
  const forest = growForest(table, { trees: TREES, sampleSize: SAMPLE_SIZE, random });
  const stride = Math.ceil(table.length / SCORED_ROWS);
  const sample = table.filter((_, at) => at % stride === 0);
  const scores = Float64Array.from(sample, (row) => isolationScore(forest, row)).sort();
  return {
    featuresVersion: RISK_FEATURES_VERSION,
    features: RISK_FEATURES,
    population,
    forest,
    scoreQuantiles: LEVELS.map((level) => scores[Math.floor(level * (scores.length - 1))]!),
    usual: RISK_FEATURES.map((_, at) => robustScale(sample.map((row) => row[at]!))!.median),
    transfers: rows.length,
    seed,
  };
}

/** The share of the training transfers that are at least as unusual, down to one in a thousand. */
export function tailOf(model: RiskModel, score: number): number {
  const { scoreQuantiles } = model;
  const above = scoreQuantiles.findIndex((quantile) => score < quantile);
  if (above === 0) return 1;
  if (above < 0) return 1 - LEVELS.at(-1)!;
  const [low, high] = [scoreQuantiles[above - 1]!, scoreQuantiles[above]!];
  const part = (score - low) / (high - low);
  // The tail falls by powers, so that the way between two levels is even in its logarithm.
  return (1 - LEVELS[above - 1]!) ** (1 - part) * (1 - LEVELS[above]!) ** part;
}
