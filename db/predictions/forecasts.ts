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
  readonly method: "occlusion" | "naive";
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
  /** How much the price moves in an hour by recent candles, and by the last two weeks. */
  readonly volatility: { readonly nowPercent: number; readonly usualPercent: number };
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
  /** Why it is called, or not, in one sentence. */
  readonly callReason?: string;
  /** Trailing hourly volatility when it was made: the unit of the ranges' offsets. */
  readonly volatility?: number;
  /** 10 and 90 % quantiles of the price at the horizon. */
  readonly q10?: number;
  readonly q90?: number;
  /** The naive forecast of the same hours, kept beside it so that the comparison cannot drift. */
  readonly naivePath?: readonly ForecastPoint[];
  /** What moved it. */
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
  /** Written when the first hour it speaks of was over: kept, never scored. */
  readonly isLate: boolean;
}

/** A number for each of the stated ranges. */
export type PerRange = Readonly<Record<50 | 80 | 90, number>>;

/** What adaptive conformal inference made of the ranges of a publication. */
export interface AdaptedRanges {
  /** Share of outcomes that each range is aimed to miss: 0.5, 0.2 and 0.1 at the start. */
  readonly alpha: PerRange;
  /** By how much each range was widened at both ends, in units of volatility · √hours. */
  readonly offsets: PerRange;
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
  /** 10 and 90 %: `null` where they were not published. */
  readonly q10: number | null;
  readonly q25: number;
  readonly q50: number;
  readonly q75: number;
  readonly q90: number | null;
  readonly q95: number;
  readonly probabilityUp: number;
  readonly confidence: number;
  readonly called: boolean;
  readonly callReason: string | null;
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
