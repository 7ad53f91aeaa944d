import type { PublishedForecast, StoredAttribution } from "../../db/mod.ts";
import { attributionGroup, type Explanation } from "./schema.ts";
import { explainInWords } from "./explanation_words.ts";
import type { z } from "zod";

export type Group = z.infer<typeof attributionGroup>;
export type Effect = Explanation["groups"][number] & { readonly level: number | null };

const NAMES: Readonly<Record<Group, string>> = {
  momentum: "Momentum: returns of the last hour to the last week",
  volatility: "Volatility: how much the price moves",
  volume: "Traded volume",
  market: "The market as a whole and the tie to Bitcoin",
  oscillators: "Oscillators: RSI, MACD, place in the Bollinger bands",
  calendar: "Hour of the week",
};

/** What moved a stored forecast, in figures and words; `null` where it was published without. */
export function toExplanation(
  prediction: Pick<PublishedForecast["prediction"], "attribution" | "close" | "q05" | "q95">,
): Explanation | null {
  const { attribution } = prediction;
  if (attribution === null) return null;
  const effects = effectsOf(attribution);
  const publishedWidth = (prediction.q95 - prediction.q05) / prediction.close * 100;
  const figures = {
    typical: toFigures(attribution.typical),
    forecast: toFigures(attribution.forecast),
    adapted_width_percent: publishedWidth - attribution.forecast.widthPercent,
    completeness: attribution.completeness,
    volatility: {
      now_percent: attribution.volatility.nowPercent,
      usual_percent: attribution.volatility.usualPercent,
    },
  };
  return {
    text: explainInWords(attribution.method, effects, figures),
    groups: effects.map(({ level: _, ...effect }) => effect),
    ...figures,
  };
}

/** Of groups that this version knows, the largest effect first. */
function effectsOf(attribution: StoredAttribution): Effect[] {
  const size = (one: Effect) =>
    Math.abs(one.effect_on_median_percent) + Math.abs(one.effect_on_width_percent);
  return attribution.groups.flatMap((one) => {
    const group = attributionGroup.safeParse(one.group);
    if (!group.success) return [];
    return [{
      group: group.data,
      name: NAMES[group.data],
      effect_on_median_percent: one.effectOnMedianPercent,
      effect_on_width_percent: one.effectOnWidthPercent,
      level: one.level,
    }];
  }).sort((a, b) => size(b) - size(a));
}

function toFigures({ medianPercent, widthPercent }: StoredAttribution["typical"]) {
  return { median_percent: medianPercent, width_percent: widthPercent };
}
