import { type CoinSeries, HOUR_MS } from "../series.ts";
import { splitByTime, type TimeBlock } from "../split.ts";

/** History held back from training. */
const HELD_BACK_HOURS = 60 * 24;
/** But never more than this share of a short history. */
const HELD_BACK_SHARE = 0.4;

/**
 * The four blocks of time, in order. The network's weights see `train`; early stopping looks at `stop`; the
 * conformal ranges are fitted on `calibrate`; how far to believe the network is asked of both; and the
 * figures of the report come from `report`, which nothing else has touched.
 */
export interface TrainingBlocks {
  readonly train: TimeBlock;
  readonly stop: TimeBlock;
  readonly calibrate: TimeBlock;
  readonly report: TimeBlock;
}

/**
 * Holds back the last 60 days (40 % of a shorter history) in three equal parts. Between training and the rest
 * lie the purge of the labels and the embargo of one input window; between the later blocks, from which no
 * weights are learnt, the purge alone.
 * @throws RangeError when the history is too short
 */
export function planBlocks(
  series: readonly CoinSeries[],
  options: { readonly sequenceLength: number; readonly horizonHours: number },
): TrainingBlocks {
  const fromMs = Math.min(...series.map((one) => one.openTime[0] ?? Infinity));
  const toMs = Math.max(...series.map((one) => one.openTime.at(-1) ?? -Infinity)) + HOUR_MS;
  if (!Number.isFinite(fromMs)) throw new RangeError("There are no candles to train on.");
  const hours = (toMs - fromMs) / HOUR_MS;
  const heldBack = Math.min(HELD_BACK_SHARE, HELD_BACK_HOURS / hours);
  const purgeHours = options.horizonHours;
  const [train, rest] = splitByTime({
    fromMs,
    toMs,
    shares: [1 - heldBack, heldBack],
    purgeHours,
    embargoHours: options.sequenceLength,
  });
  const thirds = [1 / 3, 1 / 3, 1 / 3];
  const later = splitByTime({ ...rest!, shares: thirds, purgeHours, embargoHours: 0 });
  return { train: train!, stop: later[0]!, calibrate: later[1]!, report: later[2]! };
}
