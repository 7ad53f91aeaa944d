import { z } from "zod";
import type { CoinFeatures } from "./features/feature_set.ts";
import { quantileOfSorted } from "./quantiles.ts";
import type { TimeBlock } from "./split.ts";

/** A scaler as the manifest stores it: plain JSON, one centre and scale per feature. */
export const scalerSchema = z.object({
  method: z.enum(["robust", "standard"]),
  /** Feature names in the order of the columns. */
  names: z.array(z.string()),
  center: z.array(z.number()),
  scale: z.array(z.number().positive()),
  /** Scaled values are held to ±clip. */
  clip: z.number().positive(),
}).refine(
  ({ names, center, scale }) => names.length === center.length && names.length === scale.length,
  { message: "The scaler's names, centres and scales differ in number." },
);

/** (value − center) / scale, held to ±clip, per feature. */
export type Scaler = Readonly<z.infer<typeof scalerSchema>>;

export interface ScalerOptions {
  /** The training block: rows outside it are never looked at. */
  readonly block: TimeBlock;
  readonly names: readonly string[];
  /** `robust` (default): median and interquartile range / 1.349; `standard`: mean and deviation. */
  readonly method?: "robust" | "standard";
  /** Default 5. */
  readonly clip?: number;
}

/** The interquartile range of a standard normal, so that robust scales compare to deviations. */
const NORMAL_IQR = 1.349;

/** Rows that a median needs at most: more would only cost time. */
const ENOUGH_ROWS = 60_000;

/**
 * Fits a scaler on the rows of the training block only; undefined values are left out. A constant
 * column gets scale 1.
 *
 * @throws RangeError where a feature has no value at all in the block.
 */
export function fitScaler(features: readonly CoinFeatures[], options: ScalerOptions): Scaler {
  const { names, method = "robust", clip = 5 } = options;
  const center: number[] = [];
  const scale: number[] = [];
  for (let column = 0; column < names.length; column++) {
    const values = columnInBlock(features, column, names.length, options.block);
    if (values.length === 0) {
      throw new RangeError(`Feature "${names[column]}" has no value in the training block.`);
    }
    const fitted = method === "robust" ? fitRobust(values) : fitStandard(values);
    center.push(fitted.center);
    scale.push(fitted.scale);
  }
  return { method, names: [...names], center, scale, clip };
}

function columnInBlock(
  features: readonly CoinFeatures[],
  column: number,
  featureCount: number,
  { fromMs, toMs }: TimeBlock,
): Float64Array {
  const total = features.reduce((sum, coin) => sum + coin.rows, 0);
  // A stride prime to the 24 hours of a day sees every hour of the day alike.
  const stride = total <= ENOUGH_ROWS ? 1 : Math.floor(total / ENOUGH_ROWS / 24) * 24 + 25;
  const values = new Float64Array(Math.ceil(total / stride) + features.length);
  let count = 0;
  for (const coin of features) {
    for (let row = 0; row < coin.rows; row += stride) {
      const time = coin.openTime[row]!;
      const value = coin.values[row * featureCount + column]!;
      if (time >= fromMs && time < toMs && Number.isFinite(value)) values[count++] = value;
    }
  }
  return values.subarray(0, count);
}

function fitRobust(values: Float64Array): { center: number; scale: number } {
  values.sort();
  const spread = quantileOfSorted(values, 0.75) - quantileOfSorted(values, 0.25);
  // Where more than half of the values are equal the deviation still tells the spread.
  const scale = spread > 0 ? spread / NORMAL_IQR : fitStandard(values).scale;
  return { center: quantileOfSorted(values, 0.5), scale };
}

function fitStandard(values: Float64Array): { center: number; scale: number } {
  const center = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0);
  const scale = Math.sqrt(squares / values.length);
  return { center, scale: scale > 1e-12 ? scale : 1 };
}

/**
 * Writes the scaled rows `fromRow`…`toRow` (excluded) of one coin to `out`, rows×F. `NaN` stays.
 *
 * @throws RangeError where `values` do not have the scaler's number of features.
 */
export function scaleRows(
  scaler: Scaler,
  values: Float32Array,
  fromRow: number,
  toRow: number,
  out: Float32Array,
): void {
  const count = scaler.center.length;
  if (out.length < (toRow - fromRow) * count || values.length < toRow * count) {
    throw new RangeError(`The values do not hold ${toRow} rows of ${count} features.`);
  }
  const { center, scale, clip } = scaler;
  let at = 0;
  for (let cell = fromRow * count; cell < toRow * count; cell += count) {
    for (let column = 0; column < count; column++) {
      const value = (values[cell + column]! - center[column]!) / scale[column]!;
      out[at++] = value > clip ? clip : value < -clip ? -clip : value;
    }
  }
}
