/** Quantiles of the price at one hour of a forecast's path. */
export interface ForecastPoint {
  readonly targetMs: number;
  readonly q05: number;
  readonly q25: number;
  readonly q50: number;
  readonly q75: number;
  readonly q95: number;
}

/** What moved a forecast, in percent of the price; equal in shape to `Attribution` of `ml`. */
export interface StoredAttribution {
  /** Points of the median at the horizon, and of the width of the 90 % range, by group of inputs. */
  readonly groups: readonly {
    readonly group: string;
    readonly effectOnMedianPercent: number;
    readonly effectOnWidthPercent: number;
    /** What the group's leading input stands at, in deviations of its training history. */
    readonly level: number | null;
  }[];
  /** The forecast where nothing is out of the ordinary. */
  readonly typical: { readonly medianPercent: number; readonly widthPercent: number };
  readonly forecast: { readonly medianPercent: number; readonly widthPercent: number };
  readonly completeness: { readonly median: number; readonly width: number };
}

/** One coin's forecast as it is published; equal in shape to `Forecast` of `ml`. */
export interface ForecastInput {
  readonly symbol: string;
  /** Close time of the last candle used. */
  readonly madeAtMs: number;
  /** Close of that candle. */
  readonly close: number;
  /** One point per hour, the last is the horizon. */
  readonly path: readonly ForecastPoint[];
  /** Probability that the price at the horizon is above `close`. */
  readonly probabilityUp: number;
  /** Calibrated probability that the stated direction is right. */
  readonly confidence: number;
  /** Whether the direction is stated at all; default false. */
  readonly called?: boolean;
  /** What moved it; not among what is sealed. */
  readonly attribution?: StoredAttribution;
}

/** One set of forecasts, made and published together. */
export interface Publication {
  readonly id: number;
  /** `null`: the naive forecast. */
  readonly modelId: string | null;
  readonly madeAtMs: number;
  readonly publishedAtMs: number;
  readonly horizonHours: number;
  /** True where the naive forecast or an older model stood in, for the `reason`. */
  readonly isFallback: boolean;
  readonly reason: string | null;
}

/** The model behind a publication. */
export interface PublishedModel {
  readonly id: string;
  readonly type: string;
  readonly trainedAtMs: number;
}

export interface StoredPrediction {
  readonly symbol: string;
  readonly name: string;
  readonly rank: number | null;
  readonly close: number;
  /** Quantiles of the price at the horizon. */
  readonly q05: number;
  readonly q25: number;
  readonly q50: number;
  readonly q75: number;
  readonly q95: number;
  readonly probabilityUp: number;
  readonly confidence: number;
  readonly called: boolean;
  /** Price at the horizon once it is known. */
  readonly actualClose: number | null;
  readonly scoredAtMs: number | null;
}

export interface PublishedForecasts {
  readonly publication: Publication;
  /** `null`: the naive forecast. */
  readonly model: PublishedModel | null;
  readonly predictions: StoredPrediction[];
}

export interface PublishedForecast {
  readonly publication: Publication;
  readonly model: PublishedModel | null;
  readonly prediction: StoredPrediction & {
    readonly path: ForecastPoint[];
    /** `null` where it was published without. */
    readonly attribution: StoredAttribution | null;
  };
}
