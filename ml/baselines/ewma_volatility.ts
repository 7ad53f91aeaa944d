import type { Dataset } from "../dataset.ts";
import type { CoinFeatures } from "../features/feature_set.ts";
import { logReturn } from "../features/log_return.ts";
import { LEAST_VOLATILITY } from "../features/realized_volatility.ts";
import { QUANTILES } from "../forecast.ts";
import type { FittedModel, ForecastModel } from "./baseline.ts";
import { residualQuantiles, thinOut } from "./point_model.ts";

/**
 * RiskMetrics' decay of 0.94 a day (J.P. Morgan 1996, Technical Document, section 5.3) for hourly
 * steps: 24 of them weigh as much as one of a day. Half of the weight lies in the last 11 days.
 */
export const RISK_METRICS_DECAY = 0.94 ** (1 / 24);

/** Hours after which the average says something. */
const WARM_UP_HOURS = 84;
const ENOUGH_SAMPLES = 20_000;

/**
 * Ranges by an exponentially weighted variance of hourly returns, σ²ₜ = λ·σ²ₜ₋₁ + (1 − λ)·r²ₜ,
 * spread over h hours as σ·√h; the median stays at the close. How many σ a quantile lies off is
 * taken from the training block, so that fat tails are there (filtered historical simulation,
 * Barone-Adesi, Giannopoulos & Vosper 1999).
 *
 * @param decay λ, the weight of the past at each hour
 */
export function ewmaModel(name: string, decay: number): ForecastModel {
  return {
    name,
    fit: (train, { features }) => fitEwma(train, features.map((one) => ewma(one, decay))),
  };
}

/** The slow EWMA of RiskMetrics. */
export const ewmaVolatility = ewmaModel("ewma_volatility", RISK_METRICS_DECAY);

function fitEwma(train: Dataset, volatilities: readonly Float64Array[]): FittedModel {
  const indexes = thinOut(train, ENOUGH_SAMPLES);
  const ratios = volatilityRatios(train, indexes, volatilities);
  const targets = new Float32Array(indexes.length * train.horizons);
  train.fillTargets(indexes, targets);
  const scores = Float64Array.from(
    targets,
    (target, cell) => target / ratios[Math.floor(cell / train.horizons)]!,
  );
  const spread = residualQuantiles(scores, train.horizons);
  return {
    predict(dataset, some) {
      const width = dataset.horizons * QUANTILES.length;
      const own = volatilityRatios(dataset, some, volatilities);
      return Float32Array.from(
        { length: some.length * width },
        (_, cell) => own[Math.floor(cell / width)]! * spread[cell % width]!,
      );
    },
  };
}

/** EWMA volatility of each sample over the trailing one by which targets are scaled. */
function volatilityRatios(
  dataset: Dataset,
  indexes: Int32Array,
  volatilities: readonly Float64Array[],
): Float64Array {
  return Float64Array.from(indexes, (index) => {
    const { coin, row, volatility } = dataset.sampleAt(index);
    const own = volatilities[coin]![row]!;
    return Number.isNaN(own) ? 1 : own / volatility;
  });
}

/**
 * EWMA of squared hourly log returns, as a deviation; `NaN` in the first 84 hours. The weights of
 * the hours there are add up to one, so that the start needs no guess; missing hours are skipped.
 */
export function ewma(
  { openTime, close }: Pick<CoinFeatures, "openTime" | "close">,
  decay: number,
): Float64Array {
  let sum = 0, weight = 0, known = 0;
  return logReturn(openTime, close, 1).map((value) => {
    if (!Number.isNaN(value)) {
      sum = decay * sum + (1 - decay) * value * value;
      weight = decay * weight + (1 - decay);
      known++;
    }
    return known < WARM_UP_HOURS ? NaN : Math.max(LEAST_VOLATILITY, Math.sqrt(sum / weight));
  });
}
