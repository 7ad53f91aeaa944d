import type { Forecast } from "../forecast.ts";
import { type Attribution, compactAttribution } from "./attribution.ts";

/**
 * What moved a naive forecast: nothing moves its median, and its range grows in proportion to the
 * coin's recent volatility, beside what is usual for the coin.
 *
 * @param volatility hourly: the one the range was scaled by, and the usual one
 */
export function explainNaive(
  { path, close, changePercent }: Forecast,
  volatility: { readonly now: number; readonly usual: number },
): Attribution {
  const { q05, q95 } = path[path.length - 1]!;
  const ratio = volatility.usual / volatility.now;
  const scaled = (price: number) => Math.exp(Math.log(price / close) * ratio);
  const widthPercent = (q95 - q05) / close * 100;
  const usualWidth = (scaled(q95) - scaled(q05)) * 100;
  return compactAttribution({
    method: "naive",
    groups: [{
      group: "volatility",
      effectOnMedianPercent: 0,
      effectOnWidthPercent: widthPercent - usualWidth,
      level: null,
    }],
    typical: { medianPercent: 0, widthPercent: usualWidth },
    forecast: { medianPercent: changePercent, widthPercent },
    completeness: { median: 1, width: 1 },
    volatility: { nowPercent: volatility.now * 100, usualPercent: volatility.usual * 100 },
  });
}
