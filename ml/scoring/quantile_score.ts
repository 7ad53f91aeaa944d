import { pinball } from "../quantiles.ts";

/** The levels of every stated distribution, in order. */
export const LEVELS = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Prices at the {@link LEVELS}, ascending, in USD. */
export type PriceQuantiles = readonly [number, number, number, number, number];

/** What a miss is measured against, fixed before the first entry of a round. */
export interface PriceScale {
  /** The price that logarithms are taken from, USD. */
  readonly anchor: number;
  /** The coin's usual move in 24 hours, as a logarithm; see `usualDailyMove`. */
  readonly usualMove: number;
}

/** Prices count as far as so many usual moves from the anchor; beyond, they count as that far. */
export const REACH = 2;

/** Ends of what is told apart, USD. */
export function priceRange({ anchor, usualMove }: PriceScale): { low: number; high: number } {
  const reach = Math.exp(REACH * usualMove);
  return { low: anchor / reach, high: anchor * reach };
}

/**
 * Score of a stated distribution: 1 - CRPS / length of the range, where the CRPS (continuous ranked
 * probability score) is taken as twice the mean pinball loss over the five levels, in logarithms of
 * price (Gneiting & Ranjan 2011 for CRPS as an integral of quantile scores). Forecast and outcome are both brought into the range first: the quantile of
 * a clipped price is the clipped quantile, so that the score stays proper while it is in [0, 1].
 * Cutting off the score instead would make far-out forecasts free.
 *
 * @throws RangeError where the quantiles are not positive and ascending
 */
export function crpsScore(quantiles: PriceQuantiles, actual: number, scale: PriceScale): number {
  assertAscending(quantiles);
  const outcome = place(actual, scale);
  const loss = LEVELS.reduce(
    (sum, level, at) => sum + pinball(outcome, place(quantiles[at]!, scale), level),
    0,
  );
  return 1 - (2 * loss / LEVELS.length) / (2 * REACH);
}

/**
 * The lowest and the highest score that stated quantiles can get. As a function of the outcome the
 * score is concave, with its top at the median: it is lowest at one of the ends.
 */
export function crpsScoreRange(
  quantiles: PriceQuantiles,
  scale: PriceScale,
): { low: number; high: number } {
  const { low, high } = priceRange(scale);
  const at = (price: number) => crpsScore(quantiles, price, scale);
  return { low: Math.min(at(low), at(high)), high: at(quantiles[2]) };
}

/** Where a price lies, in usual moves from the anchor, at most {@link REACH}. */
function place(price: number, { anchor, usualMove }: PriceScale): number {
  const moves = Math.log(price / anchor) / usualMove;
  return Math.min(REACH, Math.max(-REACH, moves));
}

function assertAscending(quantiles: PriceQuantiles): void {
  const isSound = quantiles.every((price, at) =>
    Number.isFinite(price) && price > 0 && (at === 0 || price >= quantiles[at - 1]!)
  );
  if (!isSound) throw new RangeError(`The quantiles ${quantiles.join(", ")} are not ascending.`);
}
