import { type CoinFeatures } from "../features/feature_set.ts";
import { logReturn } from "../features/log_return.ts";
import { pointModel } from "./point_model.ts";

/** Days over which the same hour is averaged. */
const DAYS = 7;

/**
 * Seasonal with a period of 24 hours: each coming hour returns what the same hour of the day
 * returned on average over the last week, summed up to the horizon. The plain seasonal naive
 * forecast would say nothing of its own a day ahead: yesterday's price of the same hour is today's
 * close (the zero model), yesterday's return of the same hours is momentum.
 */
export const seasonal24h = pointModel("seasonal_24h", (_, { features }) => {
  const seasons = features.map(sameHourMeans);
  return (dataset, indexes) => {
    const { horizons, samples } = dataset;
    const points = new Float64Array(indexes.length * horizons);
    indexes.forEach((index, place) => {
      const means = seasons[samples.coin[index]!]!;
      const row = samples.row[index]!;
      let sum = 0;
      for (let hour = 1; hour <= horizons; hour++) {
        // The candle of the same hour a day before; rows are hours unless candles are missing,
        // and then a neighbouring hour stands in.
        sum += means[row - 24 + ((hour - 1) % 24) + 1] ?? 0;
        points[place * horizons + hour - 1] = sum;
      }
    });
    return points;
  };
});

/** Mean hourly return of each row and of those 1…6 days before it; unknown hours are left out. */
function sameHourMeans({ openTime, close }: CoinFeatures): Float64Array {
  const hourly = logReturn(openTime, close, 1);
  return hourly.map((_, row) => {
    let sum = 0, known = 0;
    for (let day = 0; day < DAYS; day++) {
      const value = hourly[row - day * 24];
      if (value !== undefined && !Number.isNaN(value)) (sum += value, known++);
    }
    return known === 0 ? 0 : sum / known;
  });
}
