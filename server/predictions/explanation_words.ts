import type { Effect, Group } from "./explanation_view.ts";
import type { Explanation } from "./schema.ts";

export type Figures = Omit<Explanation, "text" | "groups">;

/** Effects below this many percent of the price are not worth a word. */
const TINY_PERCENT = 0.01;
/** A width within this share of the typical one counts as the same. */
const SAME_WIDTH = 0.02;
/** Deviations from which an input stands high or low. */
const OUT_OF_THE_ORDINARY = 1;
/** Volatility this much beside the usual one is high or low. */
const VOLATILITY_SHARE = 0.05;
/** Reasons that one sentence names. */
const REASONS = 2;

/** What a group is called when its inputs are low, ordinary and high. */
const PHRASES: Readonly<Record<Group, readonly [string, string, string]>> = {
  momentum: ["downward momentum", "momentum", "upward momentum"],
  volatility: ["low volatility", "volatility", "high volatility"],
  volume: ["low traded volume", "traded volume", "high traded volume"],
  market: ["a falling market", "the state of the market", "a rising market"],
  oscillators: [
    "a low reading of oscillators (RSI, MACD)",
    "the reading of oscillators (RSI, MACD)",
    "a high reading of oscillators (RSI, MACD)",
  ],
  calendar: ["the hour of the week", "the hour of the week", "the hour of the week"],
};

/** What moved a forecast, in two to four plain sentences that claim no more than the figures do. */
export function explainInWords(
  method: "occlusion" | "naive",
  effects: readonly Effect[],
  figures: Figures,
): string {
  return [
    method === "naive" ? NAIVE : aboutMedian(effects, figures),
    aboutWidth(effects, figures),
    aboutVolatility(figures),
    aboutAdaption(figures),
  ].filter((sentence) => sentence !== null).join(" ");
}

const NAIVE =
  "This is the naive forecast: it expects the price to stay where it is, and only the " +
  "width of its range depends on the coin.";

function aboutMedian(effects: readonly Effect[], figures: Figures): string {
  const felt = effects.filter((one) => Math.abs(one.effect_on_median_percent) >= TINY_PERCENT)
    .sort((a, b) => Math.abs(b.effect_on_median_percent) - Math.abs(a.effect_on_median_percent));
  if (felt.length === 0) {
    return `Nothing moved the median by more than ${TINY_PERCENT} % of the price.`;
  }
  const reasons = felt.slice(0, REASONS).map((one) => {
    const effect = one.effect_on_median_percent;
    const verb = effect > 0 ? "pushes the median up" : "pulls the median down";
    return `${phraseOf(one, figures)} ${verb} by ${points(effect)} %`;
  });
  const rest = figures.completeness.median < 0.5
    ? " Most of its departure from no change comes from none of these inputs."
    : "";
  return `${capital(reasons.join("; "))}.${rest}`;
}

function aboutWidth(effects: readonly Effect[], figures: Figures): string {
  const { forecast, typical } = figures;
  const width = `The 90 % range spans ${points(forecast.width_percent)} % of the price`;
  const departure = forecast.width_percent - typical.width_percent;
  if (Math.abs(departure) <= typical.width_percent * SAME_WIDTH) {
    return `${width}, as wide as with usual inputs.`;
  }
  const than = `${departure > 0 ? "wider" : "narrower"} than the ` +
    `${points(typical.width_percent)} % of usual inputs`;
  const reasons = effects
    .filter((one) => one.effect_on_width_percent * Math.sign(departure) >= Math.abs(departure) / 10)
    .sort((a, b) => Math.abs(b.effect_on_width_percent) - Math.abs(a.effect_on_width_percent))
    .slice(0, REASONS)
    .map((one) => `${phraseOf(one, figures)} (${signed(one.effect_on_width_percent)} points)`);
  if (reasons.length === 0) return `${width}, ${than}, through no single group of inputs.`;
  return `${width}, ${than}, because of ${reasons.join(" and ")}.`;
}

function aboutVolatility({ volatility: { now_percent, usual_percent } }: Figures): string {
  return `The price has lately moved ${points(now_percent)} % an hour; ` +
    `${points(usual_percent)} % was usual in the last two weeks.`;
}

/** Outcomes widen or narrow ranges after the model has spoken. */
function aboutAdaption({ adapted_width_percent, forecast }: Figures): string | null {
  const size = Math.abs(adapted_width_percent);
  if (size < TINY_PERCENT || size < forecast.width_percent * SAME_WIDTH / 2) return null;
  return `How past forecasts turned out made the range ${points(adapted_width_percent)} points ` +
    `${adapted_width_percent > 0 ? "wider" : "narrower"} than that.`;
}

function phraseOf({ group, level }: Effect, { volatility }: Figures): string {
  const [low, ordinary, high] = PHRASES[group];
  const standing = group === "volatility"
    ? (volatility.now_percent / volatility.usual_percent - 1) / VOLATILITY_SHARE
    : (level ?? 0) / OUT_OF_THE_ORDINARY;
  return standing >= 1 ? high : standing <= -1 ? low : ordinary;
}

function points(value: number): string {
  const size = Math.abs(value);
  return size.toFixed(size < 1 ? 2 : 1);
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${points(value)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
