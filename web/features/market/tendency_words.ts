import type { MarketTendency, TendencyDetails } from "../../../server/markets/schema.ts";
import { formatDay, formatPercent, formatShare } from "../../lib/format.ts";

type Rule = TendencyDetails["thresholds"][number];

const METRIC_NAMES: Record<Rule["metric"], string> = {
  rising_coins: "rising coins",
  falling_coins: "falling coins",
  volatility_index: "volatility",
  avg_change_percent: "mean change",
  range_percent: "range",
};

function isCount(metric: Rule["metric"]): boolean {
  return metric === "rising_coins" || metric === "falling_coins";
}

function figure(metric: Rule["metric"], value: number): string {
  if (isCount(metric)) return Number.isInteger(value) ? String(value) : value.toFixed(1);
  const signed = metric === "avg_change_percent";
  const text = formatPercent(value, 2);
  return signed ? text : text.replace("+", "");
}

/** `Bearish asks for more than 12 falling coins; there are 20: met.` */
export function ruleWords(rule: Rule): string {
  const label = rule.rule.charAt(0).toUpperCase() + rule.rule.slice(1);
  const threshold = `${rule.comparison} ${figure(rule.metric, rule.threshold)}`;
  const value = figure(rule.metric, rule.value);
  const met = rule.met ? "met" : "not met";
  const name = METRIC_NAMES[rule.metric];
  return isCount(rule.metric)
    ? `${label} asks for ${threshold} ${name}; there are ${value}: ${met}.`
    : `${label} asks for a ${name} of ${threshold}; it is ${value}: ${met}.`;
}

/** `It has held for 5 hours; such labels typically last 9 (31 of them ended so far).` */
export function durationWords(details: TendencyDetails): string {
  const hours = (count: number) => {
    const whole = Math.round(count);
    return `${whole} ${whole === 1 ? "hour" : "hours"}`;
  };
  const now = `It has held for ${hours(details.lasted_hours)}`;
  return details.duration_hours_typical === null
    ? `${now}; none of its kind has ended yet.`
    : `${now}; half of the ${details.runs} before it ended within ` +
      `${hours(details.duration_hours_typical)}.`;
}

/** How often the day after such a day agreed, against how often any day was so. */
export function nextDayWords(details: TendencyDetails): string {
  if (details.next_day_agreed_share === null) return "No such day has a known next day yet.";
  const base = details.base_share === null
    ? ""
    : `, against ${formatShare(details.base_share)} of all days`;
  return `The next day agreed on ${formatShare(details.next_day_agreed_share)} of ` +
    `${details.observations} such days${base}. ${details.next_day_meaning}`;
}

/** Where the history behind these figures begins, and how much of it was worked out afterwards. */
export function historyWords(details: TendencyDetails): string {
  if (details.history_from === null) return "There is no history yet.";
  const from = `The history begins on ${formatDay(Date.parse(details.history_from))}`;
  return details.reconstructed_hours === 0
    ? `${from}.`
    : `${from}; ${details.reconstructed_hours.toLocaleString("en-US")} of its hours were worked ` +
      "out afterwards from the candles of today's coins.";
}

/** `Why the market is called bearish` */
export function tendencyTitle(tendency: MarketTendency): string {
  return `Why the market is called ${tendency.tendency}`;
}
