import type { Calibration } from "../conformal.ts";
import type { Sample } from "../dataset.ts";
import { toForecast } from "../forecast.ts";
import { centreMedians } from "../training/centre.ts";
import {
  type Attribution,
  compactAttribution,
  completenessOf,
  type ForecastFigures,
} from "./attribution.ts";
import { type GroupColumns, groupColumns } from "./feature_groups.ts";

/** Runs the network: windows B×T×F in, B×outputs scaled quantiles out. */
export type RunNetwork = (x: Float32Array, windows: number) => Promise<Float32Array>;

export interface ExplainInput {
  /** B×T×F, scaled: the windows that were forecast. */
  readonly x: Float32Array;
  /** What is published of what the network made of them, B×outputs: centred. */
  readonly quantiles: Float32Array;
  /** The B coins in order. */
  readonly samples: readonly Sample[];
  /** Of each coin, the volatility that is usual for it. */
  readonly usualVolatility: readonly number[];
  readonly featureNames: readonly string[];
  readonly sequenceLength: number;
  readonly calibration: Calibration;
}

/** As many windows are run at once: more bring no speed and take memory. */
const BATCH = 64;

/**
 * What moved each forecast, by occlusion: a group of inputs is put at its usual value, which is zero
 * after scaling, in every hour of the window; the volatility group takes with it the trailing
 * volatility by which quantiles become prices, put at what is usual for the coin.
 *
 * The effect of a group is the mean of what it does as the last one (all inputs less all but the
 * group) and as the only one (the group alone less none at all): the Shapley value with the orders
 * between left out (Shapley 1953; Štrumbelj & Kononenko 2010), exact where groups act at most in
 * pairs, for two windows a group in place of two to the power of all groups.
 */
export async function attributeForecasts(
  input: ExplainInput,
  run: RunNetwork,
): Promise<Attribution[]> {
  const groups = groupColumns(input.featureNames);
  const variants = planVariants(input.samples.length, groups.length);
  const outputs = await runVariants(input, groups, variants, run);
  return input.samples.map((_, place) => attribute(input, groups, outputs, place));
}

/** One altered window: of a coin, with one group left out or one group alone. */
interface Variant {
  readonly place: number;
  readonly group: number;
  readonly keeps: "others" | "itself";
}

/** All coins with the first group left out, all with it alone, then the next group. */
function planVariants(coins: number, groups: number): Variant[] {
  return Array.from({ length: 2 * groups * coins }, (_, at) => ({
    place: at % coins,
    group: Math.floor(at / coins / 2),
    keeps: Math.floor(at / coins) % 2 === 0 ? "others" as const : "itself" as const,
  }));
}

/**
 * Outputs by variant, then those of the usual window once for each coin. Each block of all coins is
 * centred like a published one: what a group does to all coins alike moves none of them.
 */
async function runVariants(
  input: ExplainInput,
  groups: readonly GroupColumns[],
  variants: readonly Variant[],
  run: RunNetwork,
): Promise<Float32Array> {
  const coins = input.samples.length;
  const window = input.x.length / coins;
  const outputs = input.quantiles.length / coins;
  const results = new Float32Array((variants.length + coins) * outputs);
  const buffer = new Float32Array(Math.min(BATCH, variants.length + 1) * window);
  for (let first = 0; first <= variants.length; first += BATCH) {
    const count = Math.min(BATCH, variants.length + 1 - first);
    const batch = buffer.subarray(0, count * window);
    batch.fill(0);
    for (let at = 0; at < count && first + at < variants.length; at++) {
      const variant = variants[first + at]!;
      const target = batch.subarray(at * window, (at + 1) * window);
      fillVariant(input, groups[variant.group]!, variant, target);
    }
    results.set((await run(batch, count)).subarray(0, count * outputs), first * outputs);
  }
  const usual = results.slice(variants.length * outputs, (variants.length + 1) * outputs);
  for (let place = 1; place < coins; place++) {
    results.set(usual, (variants.length + place) * outputs);
  }
  const blocks = Int32Array.from({ length: variants.length + coins }, (_, at) => at / coins);
  return centreMedians(results, blocks);
}

function fillVariant(
  { x, featureNames }: ExplainInput,
  { columns }: GroupColumns,
  { place, keeps }: Variant,
  target: Float32Array,
): void {
  const source = x.subarray(place * target.length, (place + 1) * target.length);
  const width = featureNames.length;
  if (keeps === "others") target.set(source);
  for (let row = 0; row < target.length; row += width) {
    for (const column of columns) {
      target[row + column] = keeps === "others" ? 0 : source[row + column]!;
    }
  }
}

function attribute(
  input: ExplainInput,
  groups: readonly GroupColumns[],
  results: Float32Array,
  place: number,
): Attribution {
  const { volatility: now } = input.samples[place]!;
  const usual = input.usualVolatility[place]!;
  const outputs = input.quantiles.length / input.samples.length;
  const variant = (index: number, volatility: number) =>
    figuresOf(input, place, results.slice(index * outputs, (index + 1) * outputs), volatility);
  const own = input.quantiles.slice(place * outputs, (place + 1) * outputs);
  const forecast = figuresOf(input, place, own, now);
  const coins = input.samples.length;
  const typical = variant(2 * groups.length * coins + place, usual);
  const effects = groups.map(({ group, leadingColumn }, index) => {
    const scales = group === "volatility";
    const without = variant(2 * index * coins + place, scales ? usual : now);
    const alone = variant((2 * index + 1) * coins + place, scales ? now : usual);
    const effect = (figure: keyof ForecastFigures) =>
      (forecast[figure] - without[figure] + alone[figure] - typical[figure]) / 2;
    return {
      group,
      effectOnMedianPercent: effect("medianPercent"),
      effectOnWidthPercent: effect("widthPercent"),
      level: leadingColumn === null ? null : lastValue(input, place, leadingColumn),
    };
  });
  const medians = effects.map((one) => one.effectOnMedianPercent);
  const widths = effects.map((one) => one.effectOnWidthPercent);
  return compactAttribution({
    method: "occlusion",
    groups: effects,
    typical,
    forecast,
    completeness: {
      median: completenessOf(forecast.medianPercent, medians),
      width: completenessOf(forecast.widthPercent - typical.widthPercent, widths),
    },
    volatility: { nowPercent: now * 100, usualPercent: usual * 100 },
  });
}

/** Through the very function that makes forecasts, so that what is explained is what is published. */
function figuresOf(
  { samples, calibration }: ExplainInput,
  place: number,
  quantiles: Float32Array,
  volatility: number,
): ForecastFigures {
  const { symbol, madeAtMs, close } = samples[place]!;
  const made = toForecast({ symbol, madeAtMs, close, volatility, quantiles, calibration });
  const { q05, q95 } = made.path[made.path.length - 1]!;
  return { medianPercent: made.changePercent, widthPercent: (q95 - q05) / close * 100 };
}

function lastValue(
  { x, samples, sequenceLength, featureNames }: ExplainInput,
  place: number,
  column: number,
) {
  const window = x.length / samples.length;
  return x[place * window + (sequenceLength - 1) * featureNames.length + column]!;
}
