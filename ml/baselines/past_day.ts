import { logReturn } from "../features/log_return.ts";
import type { FitContext } from "./baseline.ts";
import type { PointForecaster } from "./point_model.ts";

/**
 * `factor` times the log return of the last 24 hours, spread evenly over the coming 24: h / 24 of it
 * after h hours. Where the close 24 hours ago is unknown, zero.
 */
export function continuePastDay({ features }: FitContext, factor: number): PointForecaster {
  const daily = features.map(({ openTime, close }) => logReturn(openTime, close, 24));
  return (dataset, indexes) => {
    const { horizons, samples } = dataset;
    return Float64Array.from({ length: indexes.length * horizons }, (_, cell) => {
      const index = indexes[Math.floor(cell / horizons)]!;
      const past = daily[samples.coin[index]!]![samples.row[index]!]!;
      return Number.isNaN(past) ? 0 : factor * past * (cell % horizons + 1) / 24;
    });
  };
}
