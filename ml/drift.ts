import { z } from "zod";
import type { CoinFeatures } from "./features/feature_set.ts";
import { quantileOfSorted } from "./quantiles.ts";
import { HOUR_MS } from "./series.ts";
import type { TimeBlock } from "./split.ts";

/** What the inputs of a model looked like when it was trained; part of its manifest. */
export const inputReferenceSchema = z.object({
  names: z.array(z.string()),
  /** Per feature the inner edges of its bins, ascending: quantiles of the training block. */
  edges: z.array(z.array(z.number())),
  /** Per feature the share of training rows in each bin. */
  shares: z.array(z.array(z.number())),
  /** Mean index over the features that 99 % of the training weeks stayed under. */
  usual: z.number().nonnegative(),
});
export type InputReference = Readonly<z.infer<typeof inputReferenceSchema>>;

/** How far inputs of some hours are from those of training. */
export interface InputDrift {
  /** Mean population stability index over the features. */
  readonly psi: number;
  /** Above this the inputs are not those that the model was trained for. */
  readonly threshold: number;
  /** Each feature's index, the furthest first. */
  readonly features: readonly { readonly name: string; readonly psi: number }[];
  /** Rows looked at, all coins together. */
  readonly rows: number;
}

/** Ten bins of equal share, the usual number for this index. */
const BINS = 10;
/** Hours that are compared with training: a whole week, so that every hour of the week counts alike. */
export const DRIFT_HOURS = 168;
/** Training weeks that tell what a week usually looks like, and how sure the bound is. */
const MOST_WEEKS = 150;
const USUAL_LEVEL = 0.99;
/** Rows that quantiles need at most, and every which hour of a week is looked at while training. */
const ENOUGH_ROWS = 60_000;
const WEEK_STRIDE = 5;
/** An empty bin counts as this share, since its logarithm has none (Yurdakul 2018). */
const LEAST_SHARE = 1e-4;

/**
 * A shift of 0.25 is called major, action required (Siddiqi 2006, Credit Risk Scorecards, p. 136). One week of
 * a market differs from two years of it by more than that by nature: its hours are alike and its coins move
 * together. So the bound is what 99 % of the training weeks stayed under, and never less than 0.25.
 */
const MAJOR_SHIFT = 0.25;

/** Σ (actual − expected) · ln(actual / expected) over the bins (Kullback & Leibler 1951, symmetric). */
export function stabilityIndex(expected: readonly number[], actual: readonly number[]): number {
  return expected.reduce((sum, share, bin) => {
    const before = Math.max(share, LEAST_SHARE);
    const now = Math.max(actual[bin]!, LEAST_SHARE);
    return sum + (now - before) * Math.log(now / before);
  }, 0);
}

/** Bins of every feature on the training block, and how far its single weeks are from the whole. */
export function describeInputs(
  features: readonly CoinFeatures[],
  options: { readonly block: TimeBlock; readonly names: readonly string[] },
): InputReference {
  const { block, names } = options;
  const total = features.reduce((sum, coin) => sum + coin.rows, 0);
  const stride = total <= ENOUGH_ROWS ? 1 : Math.ceil(total / ENOUGH_ROWS / 24) * 24 + 1;
  const edges = names.map((_, column) =>
    binEdges(columnOf(features, column, names.length, block, stride))
  );
  const shares = countShares(features, { edges, block, stride }).shares;
  const reference = { names: [...names], edges, shares, usual: 0 };
  const weekly = weeksOf(block).map((week) => meanIndex(reference, features, week, WEEK_STRIDE))
    .filter(Number.isFinite).sort((a, b) => a - b);
  return { ...reference, usual: weekly.length === 0 ? 0 : quantileOfSorted(weekly, USUAL_LEVEL) };
}

/** How far the rows of a block are from training. `null` where the block has no defined row. */
export function measureInputs(
  reference: InputReference,
  features: readonly CoinFeatures[],
  block: TimeBlock,
): InputDrift | null {
  const { shares, rows } = countShares(features, { edges: reference.edges, block, stride: 1 });
  if (rows === 0) return null;
  const indexes = indexesOf(reference, shares);
  return {
    psi: mean(indexes.map((one) => one.psi)),
    threshold: Math.max(MAJOR_SHIFT, reference.usual),
    features: indexes.sort((a, b) => b.psi - a.psi),
    rows,
  };
}

function indexesOf({ names, shares }: InputReference, actual: readonly (readonly number[])[]) {
  return names.flatMap((name, column) => {
    const psi = stabilityIndex(shares[column]!, actual[column]!);
    return Number.isFinite(psi) ? [{ name, psi }] : [];
  });
}

function meanIndex(
  reference: InputReference,
  features: readonly CoinFeatures[],
  block: TimeBlock,
  stride: number,
): number {
  const { shares, rows } = countShares(features, { edges: reference.edges, block, stride });
  return rows === 0 ? NaN : mean(indexesOf(reference, shares).map((one) => one.psi));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The newest whole weeks of a block. */
function weeksOf({ fromMs, toMs }: TimeBlock): TimeBlock[] {
  const weekMs = DRIFT_HOURS * HOUR_MS;
  const count = Math.min(MOST_WEEKS, Math.floor((toMs - fromMs) / weekMs));
  return Array.from({ length: count }, (_, back) => ({
    fromMs: toMs - (back + 1) * weekMs,
    toMs: toMs - back * weekMs,
  }));
}

/** Calls `look` with the first cell of every `stride`-th row of the block that is defined throughout. */
function eachRow(
  features: readonly CoinFeatures[],
  options: { readonly block: TimeBlock; readonly stride: number; readonly width: number },
  look: (values: Float32Array, start: number) => void,
): void {
  const { block, stride, width } = options;
  for (const { openTime, values, rows } of features) {
    for (let row = firstRow(openTime, block.fromMs); row < rows; row += stride) {
      if (openTime[row]! >= block.toMs) break;
      const start = row * width;
      // A row that is undefined in one place is never fed to a model.
      if (!values.subarray(start, start + width).some(Number.isNaN)) look(values, start);
    }
  }
}

function firstRow(openTime: Float64Array, fromMs: number): number {
  let low = 0;
  let high = openTime.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (openTime[middle]! < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function columnOf(
  features: readonly CoinFeatures[],
  column: number,
  width: number,
  block: TimeBlock,
  stride: number,
): Float64Array {
  const found: number[] = [];
  eachRow(features, { block, stride, width }, (values, start) => {
    found.push(values[start + column]!);
  });
  return Float64Array.from(found).sort();
}

/** Quantiles of sorted values; equal ones are one edge. */
function binEdges(sorted: Float64Array): number[] {
  if (sorted.length === 0) return [];
  const edges = Array.from(
    { length: BINS - 1 },
    (_, at) => quantileOfSorted(sorted, (at + 1) / BINS),
  );
  return [...new Set(edges)];
}

/** The share of rows in each bin of each feature. */
function countShares(
  features: readonly CoinFeatures[],
  options: {
    readonly edges: readonly (readonly number[])[];
    readonly block: TimeBlock;
    readonly stride: number;
  },
): { shares: number[][]; rows: number } {
  const { edges, block, stride } = options;
  const counts = edges.map((inner) => new Array<number>(inner.length + 1).fill(0));
  let rows = 0;
  eachRow(features, { block, stride, width: edges.length }, (values, start) => {
    rows++;
    edges.forEach((inner, column) => {
      const value = values[start + column]!;
      let bin = 0;
      while (bin < inner.length && value > inner[bin]!) bin++;
      counts[column]![bin]!++;
    });
  });
  return { shares: counts.map((bins) => bins.map((count) => count / Math.max(1, rows))), rows };
}
