import type { TestForecast } from "../../../ml/evaluate/records.ts";
import { normal, seeded } from "../random_series.ts";

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2022, 0, 1);
/** Deviation of the made daily returns. */
export const DAILY = 0.04;

const NORMAL_QUANTILES = {
  q05: -1.6449,
  q10: -1.2816,
  q25: -0.6745,
  q50: 0,
  q75: 0.6745,
  q90: 1.2816,
  q95: 1.6449,
};

/** A forecast at a price of 100 with an outcome and a median as log returns; true normal ranges. */
export function madeForecast(
  { outcome, median = 0, ...given }:
    & { readonly outcome: number; readonly median?: number }
    & Partial<TestForecast>,
): TestForecast {
  const price = (name: keyof typeof NORMAL_QUANTILES) =>
    100 * Math.exp(median + NORMAL_QUANTILES[name] * DAILY);
  const { madeAtMs = START_MS } = given;
  return {
    model: "made",
    symbol: "BTC",
    madeAtMs,
    targetMs: madeAtMs + DAY_MS,
    close: 100,
    actual: 100 * Math.exp(outcome),
    q05: price("q05"),
    q10: price("q10"),
    q25: price("q25"),
    q50: price("q50"),
    q75: price("q75"),
    q90: price("q90"),
    q95: price("q95"),
    probabilityUp: 0.5,
    confidence: 0.5,
    called: false,
    volatility: DAILY / Math.sqrt(24),
    ...given,
  };
}

export interface MadeMarket {
  readonly coins?: number;
  readonly days?: number;
  readonly seed?: number;
  /** The part of each outcome that the median knows; 0 for none. */
  readonly known?: number;
  /** Deviation of noise in the median, in parts of a day's. */
  readonly noise?: number;
}

/** Daily forecasts of coins that move half with the market; ranges are true for a zero median. */
export function madeForecasts(market: MadeMarket = {}): TestForecast[] {
  const { coins = 20, days = 120, seed = 1, known = 0, noise = 0.1 } = market;
  const outcomes = seeded(seed), noises = seeded(seed + 7919);
  return Array.from({ length: days }, (_, day) => {
    const common = normal(outcomes);
    return Array.from({ length: coins }, (_, coin) => {
      const outcome = DAILY * (common + normal(outcomes)) * Math.SQRT1_2;
      const median = known * outcome + noise * DAILY * normal(noises);
      const probabilityUp = Math.min(0.9, Math.max(0.1, 0.5 + median / DAILY / 4));
      return madeForecast({
        symbol: `C${coin}`,
        madeAtMs: START_MS + day * DAY_MS,
        outcome,
        median,
        probabilityUp,
        confidence: Math.max(probabilityUp, 1 - probabilityUp),
      });
    });
  }).flat();
}

/** Each forecast once for every hour of its day. */
export function repeatHourly(forecasts: readonly TestForecast[]): TestForecast[] {
  return Array.from({ length: 24 }, (_, hour) =>
    forecasts.map((one) => ({
      ...one,
      madeAtMs: one.madeAtMs + hour * HOUR_MS,
      targetMs: one.targetMs + hour * HOUR_MS,
    }))).flat();
}

/** Outcomes dealt anew among all forecasts. */
export function shuffleOutcomes(forecasts: readonly TestForecast[], seed: number): TestForecast[] {
  const random = seeded(seed);
  const outcomes = forecasts.map(({ actual }) => actual);
  for (let place = outcomes.length - 1; place > 0; place--) {
    const other = Math.floor(random() * (place + 1));
    [outcomes[place], outcomes[other]] = [outcomes[other]!, outcomes[place]!];
  }
  return forecasts.map((one, place) => ({ ...one, actual: outcomes[place]! }));
}
