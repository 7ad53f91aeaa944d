import type { Dataset } from "../dataset.ts";
import type { CoinFeatures } from "../features/feature_set.ts";

export interface FitContext {
  /** All coins with their whole history; `dataset.samples.coin` of every dataset indexes them. */
  readonly features: readonly CoinFeatures[];
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** A model after its training block. */
export interface FittedModel {
  /**
   * Forecasts the samples at `indexes` of a dataset built from the same features. Of a sample only
   * candles up to its row are used.
   *
   * @returns N×H×5 quantiles (levels of `QUANTILES`) in the units of `Dataset.fill`'s targets
   */
  predict(dataset: Dataset, indexes: Int32Array): Float32Array | Promise<Float32Array>;
}

/** Network and baselines alike, as the walk-forward sees them. */
export interface ForecastModel {
  /** As in reports, for instance `momentum_24h`. */
  readonly name: string;
  /** Learns from the samples of the training block alone; a new fit owes nothing to the last. */
  fit(train: Dataset, context: FitContext): FittedModel | Promise<FittedModel>;
}
