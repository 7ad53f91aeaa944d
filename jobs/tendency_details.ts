import { decidingCoins } from "../ml/explain/tendency_coins.ts";
import { type FlipMetric, type TendencyFlip, tendencyFlips } from "../ml/explain/tendency_flips.ts";
import {
  durationRecord,
  type NextDayRecord,
  type PastLabel,
} from "../ml/explain/tendency_record.ts";
import { tendencyThresholds } from "../ml/explain/tendency_thresholds.ts";
import { TENDENCY_RULES, type TendencyCoin, type TendencyResult } from "../ml/tendency.ts";
import { agreementOf } from "./tendency_row.ts";

/** Names of the figures as they are stored and served. */
const NAMES = {
  risingCoins: "rising_coins",
  fallingCoins: "falling_coins",
  volatilityIndex: "volatility_index",
  avgChangePercent: "avg_change_percent",
  rangePercent: "range_percent",
} as const satisfies Record<FlipMetric, string>;

/** What a label's details are made of. */
export interface DetailsInput {
  readonly members: readonly TendencyCoin[];
  readonly result: TendencyResult;
  readonly record: NextDayRecord;
  /** Ascending, the present label last. */
  readonly past: readonly (PastLabel & { readonly reconstructed: boolean })[];
}

/** What made a label, what would change it and how such labels fared: the JSON that is stored with it. */
export function tendencyDetails({ members, result, record, past }: DetailsInput) {
  const { tendency, metrics } = result;
  const flips = tendencyFlips(metrics).map((flip) => describeFlip(flip, metrics.coins));
  const { lastedHours, typicalHours, runs } = durationRecord(past);
  const { observations, agreed, allDays, allAgreed } = record;
  return {
    deciding_coins: decidingCoins(members, tendency).map(({ symbol, changePercent, share }) => ({
      symbol,
      change_24h_percent: changePercent,
      share,
    })),
    thresholds: tendencyThresholds(metrics).map((one) => ({ ...one, metric: NAMES[one.metric] })),
    flips,
    smallest_flip: flips[0] ?? null,
    lasted_hours: lastedHours,
    duration_hours_typical: typicalHours,
    runs,
    next_day_agreed_share: observations === 0 ? null : agreed / observations,
    observations,
    base_share: allDays === 0 ? null : allAgreed / allDays,
    next_day_meaning: `Agreed: ${agreementOf(tendency)}.`,
    history_from: past[0] === undefined ? null : new Date(past[0].atMs).toISOString(),
    reconstructed_hours: past.filter((one) => one.reconstructed).length,
  };
}

function describeFlip(flip: TendencyFlip, coins: number) {
  const { metric, becomes, from, to, inclusive } = flip;
  return {
    becomes,
    metric: NAMES[metric],
    from,
    to,
    inclusive,
    text: `${becomes.charAt(0).toUpperCase()}${becomes.slice(1)} if ${conditionOf(flip, coins)}.`,
  };
}

function conditionOf({ metric, direction, from, to, inclusive }: TendencyFlip, coins: number) {
  if (metric === "risingCoins" || metric === "fallingCoins") {
    const verb = metric === "risingCoins" ? "risen" : "fallen";
    return `${Math.abs(to - from)} ${
      direction === "up" ? "more" : "fewer"
    } of ${coins} coins had ` +
      `${verb} by more than ${TENDENCY_RULES.deadBandPercent} % in 24 h`;
  }
  const bound = direction === "up"
    ? inclusive ? "at least" : "more than"
    : inclusive
    ? "at most"
    : "less than";
  return `${FIGURES[metric]} were ${bound} ${to} % (now ${from.toFixed(2)} %)`;
}

const FIGURES = {
  volatilityIndex: "the market's deviation a day",
  avgChangePercent: "the average change in 24 h",
  rangePercent: "the range of the last 24 h",
} as const;
