import type { CoinPrediction, Prediction, Top20 } from "../../../server/predictions/schema.ts";
import {
  formatPercent,
  formatRange,
  formatShare,
  formatTime,
  formatWhen,
} from "../../lib/format.ts";

/**
 * From this probability on a direction is worth a word. Published forecasts of a day ahead reach 55
 * to 59 % on their most confident tenth; below, a coin flip is as good.
 */
export const EDGE_PROBABILITY = 0.55;
const EVEN_MARGIN = 0.015;

/** The direction with its probability, as strong as the probability allows. */
export function directionWords(probabilityUp: number): string {
  const likely = Math.max(probabilityUp, 1 - probabilityUp);
  const way = probabilityUp >= 0.5 ? "up" : "down";
  if (likely < 0.5 + EVEN_MARGIN) return `as likely up as down (${formatShare(probabilityUp)} up)`;
  const strength = likely < EDGE_PROBABILITY
    ? "slightly more"
    : likely < 0.65
    ? "more"
    : "much more";
  return `${strength} likely ${way} (${formatShare(likely)})`;
}

/** `Tomorrow at 14:00 UTC, 9 times out of 10 between $61,900 and $64,800; slightly more likely up (54 %).` */
export function forecastSentence(forecast: CoinPrediction, nowMs: number): string {
  const [lower, upper] = formatRange(forecast.lower, forecast.upper);
  const when = formatWhen(Date.parse(forecast.target_time), nowMs);
  return `${when}, 9 times out of 10 between ${lower} and ${upper}; ` +
    `${directionWords(forecast.probability_up)}.`;
}

/** Half the width of the 90 % range in percent of the price: the coin's usual daily range. */
export function usualRangePercent(prediction: Prediction): number {
  return (prediction.upper - prediction.lower) / 2 / prediction.current_price * 100;
}

/**
 * Whether the coin is called, and why. Where it is not, its range is all that is known, and that is
 * said: an edge is claimed only where the coin's own record beats the naive forecast.
 */
export function callSentence(prediction: Prediction): string {
  const reason = prediction.call_reason;
  if (prediction.called) return `Called. ${reason ?? "Its record beats the naive forecast."}`;
  const why = reason === null
    ? "No edge: the direction is hardly better than a guess."
    : reason.startsWith("No edge")
    ? reason
    : `No edge is claimed: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
  const range = formatPercent(usualRangePercent(prediction), 1).replace("+", "");
  return `${why} The usual daily range is ±${range}.`;
}

/** The middle one of some numbers; null of none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}

/** How many coins are called, as a clause. */
export function trustWords(rows: readonly Prediction[]): string {
  const called = rows.filter((row) => row.called).length;
  if (called === 0) return "no coin has a proven edge";
  if (called === rows.length) return "all of them with a proven edge";
  return `only ${called} ${called === 1 ? "coin has" : "coins have"} a proven edge`;
}

/** How many forecasts point up, down, and nowhere once rounded to whole percents. */
export function countLeanings(
  rows: readonly Prediction[],
): { up: number; down: number; even: number } {
  const percents = rows.map((row) => Math.round(row.probability_up * 100));
  return {
    up: percents.filter((percent) => percent > 50).length,
    down: percents.filter((percent) => percent < 50).length,
    even: percents.filter((percent) => percent === 50).length,
  };
}

/** The usual range of the coin in the middle, for instance `±2.7 %`. */
export function typicalRange(rows: readonly Prediction[]): string {
  return `±${(medianOf(rows.map(usualRangePercent)) ?? 0).toFixed(1)}\u00a0%`;
}

/** What the forecasts come to, in one sentence. */
export function forecastFinding(top: Top20): string {
  const rows = top.predictions;
  const { up, down, even } = countLeanings(rows);
  const hours = `${top.horizon_hours} hours`;
  if (even === rows.length) {
    return `Every coin is as likely to rise as to fall in ${hours}; nine times out of ten a typical ` +
      `one stays within ${typicalRange(rows)} of its price.`;
  }
  const most = up >= down
    ? `${up} of ${rows.length} coins are more likely to rise than to fall`
    : `${down} of ${rows.length} coins are more likely to fall than to rise`;
  return `${most} in ${hours}; ${trustWords(rows)}.`;
}

/** Which model spoke, and when, in words for the expander. */
export function modelWords(model: { type: string; trained_at: string | null } | null): string {
  if (!model) return "No forecast has been made yet.";
  if (model.type === "NAIVE") {
    return "No trained model is in service yet. These ranges expect no change and are as wide as " +
      "the coin's own past moves were.";
  }
  const trained = model.trained_at
    ? `, trained on ${formatTime(Date.parse(model.trained_at))}`
    : "";
  return `A ${model.type} network over all coins${trained}. Its ranges are widened until they ` +
    "held on data it had not seen.";
}
