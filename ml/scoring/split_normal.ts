import type { PriceQuantiles } from "./quantile_score.ts";

/** Standard normal quantiles of 75 and 95 %. */
const Z75 = 0.6744897501960817;
const Z95 = 1.6448536269514722;

/**
 * A whole distribution from a median and a 90 % range: log prices of a two-piece normal, each half as
 * wide as its side of the range says. What a person states by three prices is scored at five levels
 * like the model's.
 */
export function fromMedianAndRange(q05: number, q50: number, q95: number): PriceQuantiles {
  const middle = Math.log(q50);
  const lower = (middle - Math.log(q05)) / Z95;
  const upper = (Math.log(q95) - middle) / Z95;
  return [q05, Math.exp(middle - Z75 * lower), q50, Math.exp(middle + Z75 * upper), q95];
}
