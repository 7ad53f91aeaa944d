import { type Random, shuffle } from "../random.ts";

/**
 * Isolation forest (Liu, Ting & Zhou 2008, "Isolation Forest", ICDM): trees that split at random; what is
 * alone after few splits is unusual. Trees are columns, so that a forest is plain JSON.
 */
export interface IsolationForest {
  /** Rows that each tree was grown from. */
  readonly sampleSize: number;
  readonly trees: readonly IsolationTree[];
}

export interface IsolationTree {
  /** The feature a node splits; -1 at a leaf. */
  readonly feature: readonly number[];
  /** What is below goes left. At a leaf: how many rows ended there. */
  readonly split: readonly number[];
  /** The left child; the right one is next to it. */
  readonly left: readonly number[];
}

interface GrowingTree {
  readonly feature: number[];
  readonly split: number[];
  readonly left: number[];
}

const EULER = 0.5772156649015329;

/** Grows a forest over rows of equal length; the same rows and generator give the same forest. */
export function growForest(
  rows: readonly Float64Array[],
  options: { readonly trees: number; readonly sampleSize: number; readonly random: Random },
): IsolationForest {
  const { random } = options;
  const sampleSize = Math.min(options.sampleSize, rows.length);
  const deepest = Math.ceil(Math.log2(Math.max(2, sampleSize)));
  const order = Int32Array.from(rows, (_, at) => at);
  const trees = Array.from({ length: options.trees }, () => {
    const sample = Array.from(shuffle(order, random).subarray(0, sampleSize), (at) => rows[at]!);
    const tree: GrowingTree = { feature: [-1], split: [0], left: [0] };
    growNode(tree, 0, sample, deepest, random);
    return tree;
  });
  return { sampleSize, trees };
}

function growNode(
  tree: GrowingTree,
  node: number,
  rows: readonly Float64Array[],
  levels: number,
  random: Random,
): void {
  tree.split[node] = rows.length;
  if (levels === 0 || rows.length < 2) return;
  const chosen = chooseSplit(rows, random);
  if (chosen === null) return;
  const left = tree.feature.length;
  tree.feature[node] = chosen.feature;
  tree.split[node] = chosen.split;
  tree.left[node] = left;
  for (const column of [tree.feature, tree.split, tree.left]) column.push(0, 0);
  tree.feature[left] = tree.feature[left + 1] = -1;
  const isLeft = (row: Float64Array) => row[chosen.feature]! < chosen.split;
  growNode(tree, left, rows.filter(isLeft), levels - 1, random);
  growNode(tree, left + 1, rows.filter((row) => !isLeft(row)), levels - 1, random);
}

/** A feature that is not the same in all rows, at random, and a value within its range. */
function chooseSplit(
  rows: readonly Float64Array[],
  random: Random,
): { feature: number; split: number } | null {
  const features = shuffle(Int32Array.from(rows[0]!, (_, at) => at), random);
  for (const feature of features) {
    let [least, most] = [Infinity, -Infinity];
    for (const row of rows) {
      least = Math.min(least, row[feature]!);
      most = Math.max(most, row[feature]!);
    }
    if (most <= least) continue;
    // Rounded to what JSON keeps short; never down to the least, or the left side would be empty.
    const split = Number((least + (1 - random()) * (most - least)).toPrecision(6));
    return { feature, split: split > least ? Math.min(split, most) : most };
  }
  return null;
}

/** 0 to 1: about 0.5 for what is usual, near 1 for what stands alone. */
export function isolationScore(forest: IsolationForest, row: ArrayLike<number>): number {
  let sum = 0;
  for (const tree of forest.trees) sum += pathLength(tree, row);
  const usual = averagePathLength(forest.sampleSize);
  return 2 ** (-sum / forest.trees.length / Math.max(usual, 1));
}

function pathLength(tree: IsolationTree, row: ArrayLike<number>): number {
  let [node, depth] = [0, 0];
  while (tree.feature[node]! >= 0) {
    const isLeft = row[tree.feature[node]!]! < tree.split[node]!;
    node = tree.left[node]! + (isLeft ? 0 : 1);
    depth++;
  }
  return depth + averagePathLength(tree.split[node]!);
}

/** Average length of an unsuccessful search in a binary search tree of `count` rows. */
export function averagePathLength(count: number): number {
  if (count < 2) return 0;
  if (count === 2) return 1;
  return 2 * (Math.log(count - 1) + EULER) - 2 * (count - 1) / count;
}
