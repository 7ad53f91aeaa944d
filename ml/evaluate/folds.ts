import { seededRandom, shuffle } from "../random.ts";
import { HOUR_MS } from "../series.ts";
import type { TimeBlock } from "../split.ts";
import type { TrainingBlocks } from "../training/blocks.ts";

/** `expanding`: each fold trains on all that lies before; `sliding`: on a block as long as the first one's. */
export type FoldScheme = "expanding" | "sliding";

/** One step of the walk: what is fitted on what, and the block it is judged on. */
export interface Fold {
  /** From 1. */
  readonly number: number;
  /** Of the training's own; all end before the test block, the labels' reach left out. */
  readonly blocks: TrainingBlocks;
  /** The hours before the test block on which ranges and probabilities are calibrated. */
  readonly calibrate: TimeBlock;
  readonly test: TimeBlock;
  /** Coins kept out of all that is fitted: weights, scaler, shrinkage, ranges, probabilities. */
  readonly heldOut: readonly string[];
}

export interface FoldOptions {
  /** First and last (excluded) open time of the candles. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly folds: number;
  readonly scheme: FoldScheme;
  readonly coins: readonly string[];
  readonly sequenceLength: number;
  readonly horizonHours: number;
  readonly seed: number;
}

/** Share of the history that is forecast; the rest lies before the first test block. */
const TEST_SHARE = 0.6;
/** Held back from training before each test block, and at most this share of what lies before the first. */
const HELD_BACK_HOURS = 60 * 24;
const HELD_BACK_SHARE = 0.4;
/** Coins are dealt to as many hands at least: more than a fifth would be missed in training. */
const LEAST_HANDS = 5;
/** A coin is kept out of training only where enough others are left. */
const LEAST_COINS_TO_HOLD_OUT = 4;

/**
 * Cuts a history into folds by time, the same hours for all coins. The test blocks follow each other without a
 * gap over the last 60 % of the history. Between the training block and all that comes later lie the purge of
 * the labels and the embargo of one input window; between calibration and test, from which no weights are
 * learnt, the purge alone. With five folds and more every coin is held out in one of them, in an order drawn
 * from the seed.
 *
 * @throws RangeError where the history is too short for the folds
 */
export function planFolds(options: FoldOptions): Fold[] {
  const { fromMs, toMs, folds, horizonHours, sequenceLength } = options;
  const hours = Math.floor((toMs - fromMs) / HOUR_MS) - horizonHours;
  const testHours = Math.floor(hours * TEST_SHARE / folds);
  const before = hours - testHours * folds;
  const heldBack = Math.min(HELD_BACK_HOURS, Math.floor(before * HELD_BACK_SHARE));
  const trainHours = before - heldBack - horizonHours - sequenceLength;
  if (Math.min(trainHours, heldBack / 3 - horizonHours, testHours - horizonHours) < 1) {
    throw new RangeError(
      `${
        Math.max(0, hours)
      } hours of history are too few for ${folds} folds: collect more candles.`,
    );
  }
  const heldOut = rotateCoins(options);
  return heldOut.slice(0, folds).map((coins, place) => {
    const testFromMs = fromMs + (before + place * testHours) * HOUR_MS;
    const test = { fromMs: testFromMs, toMs: testFromMs + testHours * HOUR_MS };
    const trainToMs = testFromMs - (heldBack + horizonHours + sequenceLength) * HOUR_MS;
    const trainFromMs = options.scheme === "expanding" ? fromMs : trainToMs - trainHours * HOUR_MS;
    const third = Math.floor(heldBack / 3) * HOUR_MS;
    const purge = horizonHours * HOUR_MS;
    const part = (thirds: number) => ({
      fromMs: testFromMs - thirds * third,
      toMs: testFromMs - (thirds - 1) * third - purge,
    });
    const [stop, calibrate, report] = [part(3), part(2), part(1)];
    return {
      number: place + 1,
      blocks: { train: { fromMs: trainFromMs, toMs: trainToMs }, stop, calibrate, report },
      calibrate: { fromMs: calibrate.fromMs, toMs: report.toMs },
      test,
      heldOut: coins,
    };
  });
}

/** Deals the shuffled coins to the folds; a small universe cannot spare any. */
function rotateCoins({ coins, folds, seed }: FoldOptions): string[][] {
  const hands: string[][] = Array.from({ length: Math.max(folds, LEAST_HANDS) }, () => []);
  if (coins.length < LEAST_COINS_TO_HOLD_OUT) return hands;
  const order = shuffle(Int32Array.from(coins.keys()), seededRandom(seed));
  order.forEach((coin, place) => hands[place % hands.length]!.push(coins[coin]!));
  return hands;
}
