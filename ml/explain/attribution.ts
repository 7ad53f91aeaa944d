import type { FeatureGroup } from "./feature_groups.ts";

/** A forecast in two figures, both in percent of the present price and at the horizon. */
export interface ForecastFigures {
  /** The median's change. */
  readonly medianPercent: number;
  /** Width of the 90 % range. */
  readonly widthPercent: number;
}

/** What one group of inputs did to a forecast, in points of percent of the price. */
export interface GroupEffect {
  readonly group: FeatureGroup;
  readonly effectOnMedianPercent: number;
  readonly effectOnWidthPercent: number;
  /** What the group's leading input stands at, in deviations of its training history. */
  readonly level: number | null;
}

/** What moved a forecast; plain JSON, some hundred bytes. */
export interface Attribution {
  /** `occlusion`: groups of a network's inputs were put at their usual values; `naive`: by formula. */
  readonly method: "occlusion" | "naive";
  /** In the order of `FEATURE_GROUPS`. */
  readonly groups: readonly GroupEffect[];
  /** The forecast where every input is usual: the effects start from it. */
  readonly typical: ForecastFigures;
  /** The forecast that was taken apart. */
  readonly forecast: ForecastFigures;
  /**
   * How far the effects add up to the departure of the median from no change, which is the naive
   * forecast, and of the width from the typical one: 1 where nothing is left over.
   */
  readonly completeness: { readonly median: number; readonly width: number };
  /** How much the price moves in an hour by recent candles, and by the last two weeks, percent. */
  readonly volatility: { readonly nowPercent: number; readonly usualPercent: number };
}

/**
 * One minus what the effects leave unexplained of `departure`, as a share of effects and rest taken
 * without their signs; so effects that cancel do not hide a rest.
 */
export function completenessOf(departure: number, effects: readonly number[]): number {
  const rest = Math.abs(departure - effects.reduce((sum, effect) => sum + effect, 0));
  const size = rest + effects.reduce((sum, effect) => sum + Math.abs(effect), 0);
  return size === 0 ? 1 : 1 - rest / size;
}

/** Keeps what anyone will read of it: four significant digits. */
export function compactAttribution(attribution: Attribution): Attribution {
  const { groups, typical, forecast, completeness, volatility } = attribution;
  return {
    method: attribution.method,
    groups: groups.map((one) => ({
      group: one.group,
      effectOnMedianPercent: brief(one.effectOnMedianPercent),
      effectOnWidthPercent: brief(one.effectOnWidthPercent),
      level: one.level === null ? null : brief(one.level),
    })),
    typical: briefFigures(typical),
    forecast: briefFigures(forecast),
    completeness: { median: brief(completeness.median), width: brief(completeness.width) },
    volatility: {
      nowPercent: brief(volatility.nowPercent),
      usualPercent: brief(volatility.usualPercent),
    },
  };
}

function briefFigures({ medianPercent, widthPercent }: ForecastFigures): ForecastFigures {
  return { medianPercent: brief(medianPercent), widthPercent: brief(widthPercent) };
}

function brief(value: number): number {
  return Number(value.toPrecision(4));
}
