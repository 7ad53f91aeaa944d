import { type Tendency, TENDENCY_RULES, type TendencyFigures, tendencyOf } from "../tendency.ts";

/** The figures of the market that can be changed one at a time. */
export type FlipMetric = Exclude<keyof TendencyFigures, "coins">;

/** The least change of one figure in one direction that gives another label. */
export interface TendencyFlip {
  readonly metric: FlipMetric;
  readonly becomes: Tendency;
  readonly direction: "up" | "down";
  readonly from: number;
  /** Coins for the counts, percent for the rest. */
  readonly to: number;
  /** Whether `to` itself changes the label, or only what lies beyond it. */
  readonly inclusive: boolean;
}

/** Where the label can change along a figure; the counts are tried coin by coin. */
const EDGES: Readonly<Partial<Record<FlipMetric, readonly number[]>>> = {
  volatilityIndex: [TENDENCY_RULES.stablePercent, TENDENCY_RULES.volatilePercent],
  avgChangePercent: [-TENDENCY_RULES.stableChangePercent, TENDENCY_RULES.stableChangePercent],
  rangePercent: [TENDENCY_RULES.tightRangePercent],
};

/** What counts as a whole of each figure, so that changes of different figures can be compared. */
function wholeOf(metric: FlipMetric, { coins }: TendencyFigures): number {
  switch (metric) {
    case "risingCoins":
    case "fallingCoins":
      return coins;
    case "volatilityIndex":
    case "avgChangePercent":
      return TENDENCY_RULES.volatilePercent;
    case "rangePercent":
      return TENDENCY_RULES.tightRangePercent;
  }
}

/**
 * For each figure and direction the least change that gives another label, all other figures as they
 * are; the smallest first (of equals, the one that takes away), each as a share of its whole (all coins, 4 % of deviation or change, 6 % of
 * range). Exact: the rules change only at their thresholds and at whole coins, and all are tried.
 */
export function tendencyFlips(figures: TendencyFigures): TendencyFlip[] {
  const metrics = Object.keys(METRICS) as FlipMetric[];
  const flips = metrics.flatMap((metric) =>
    ([1, -1] as const).flatMap((direction) => findFlip(figures, metric, direction) ?? [])
  );
  const size = ({ metric, from, to }: TendencyFlip) =>
    Math.abs(to - from) / wholeOf(metric, figures);
  const isUp = ({ direction }: TendencyFlip) => direction === "up" ? 1 : 0;
  return flips.sort((a, b) => size(a) - size(b) || isUp(a) - isUp(b));
}

const METRICS: Readonly<Record<FlipMetric, true>> = {
  risingCoins: true,
  fallingCoins: true,
  volatilityIndex: true,
  avgChangePercent: true,
  rangePercent: true,
};

/**
 * The figures with one of them changed. A coin that comes to rise or fall was neither before, as long
 * as there are such; else it went the other way. One that no longer does so does neither.
 */
export function withFigure(
  figures: TendencyFigures,
  metric: FlipMetric,
  value: number,
): TendencyFigures {
  const { coins, risingCoins, fallingCoins } = figures;
  if (metric === "risingCoins") {
    return { ...figures, risingCoins: value, fallingCoins: Math.min(fallingCoins, coins - value) };
  }
  if (metric === "fallingCoins") {
    return { ...figures, fallingCoins: value, risingCoins: Math.min(risingCoins, coins - value) };
  }
  return { ...figures, [metric]: value };
}

function findFlip(
  figures: TendencyFigures,
  metric: FlipMetric,
  direction: 1 | -1,
): TendencyFlip | null {
  const from = figures[metric];
  const now = tendencyOf(figures);
  for (const { to, inclusive, tried } of candidates(figures, metric, direction)) {
    const becomes = tendencyOf(withFigure(figures, metric, tried));
    const way = direction > 0 ? "up" : "down";
    if (becomes !== now) return { metric, becomes, direction: way, from, to, inclusive };
  }
  return null;
}

interface Candidate {
  readonly to: number;
  readonly inclusive: boolean;
  /** The value that stands for `to`, or for what lies just beyond it. */
  readonly tried: number;
}

/** Values at which the label could be another, the nearest first. */
function candidates(
  figures: TendencyFigures,
  metric: FlipMetric,
  direction: 1 | -1,
): Candidate[] {
  const from = figures[metric];
  const edges = EDGES[metric];
  if (edges === undefined) {
    const count = direction > 0 ? figures.coins - from : from;
    return Array.from({ length: count }, (_, step) => {
      const to = from + direction * (step + 1);
      return { to, inclusive: true, tried: to };
    });
  }
  return edges.filter((edge) => (edge - from) * direction >= 0)
    .sort((a, b) => (a - b) * direction)
    .flatMap((edge) => [
      ...(edge === from ? [] : [{ to: edge, inclusive: true, tried: edge }]),
      { to: edge, inclusive: false, tried: edge + direction * 1e-9 },
    ]);
}
