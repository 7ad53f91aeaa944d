import type { Dataset } from "../dataset.ts";
import { pointModel } from "./point_model.ts";
import { HOUR_MS } from "../series.ts";

/**
 * The drift method (Hyndman & Athanasopoulos 2021, section 5.2): each coin goes on as it went on
 * average over the training block, (ln last close − ln first close) / hours. A coin that is not in
 * the training block moves like the mean of those that are.
 */
export const drift = pointModel("drift", (train, { features }) => {
  const ends = spanOfCoins(train, features.length);
  const known = ends.map((span, coin) => {
    if (span === null || span[0] === span[1]) return null;
    const { close, openTime } = features[coin]!;
    const hours = (openTime[span[1]]! - openTime[span[0]]!) / HOUR_MS;
    return Math.log(close[span[1]]! / close[span[0]]!) / hours;
  });
  const hourly = known.filter((value) => value !== null);
  const mean = hourly.reduce((sum, value) => sum + value, 0) / Math.max(1, hourly.length);
  return (dataset, indexes) => {
    const { horizons, samples } = dataset;
    return Float64Array.from({ length: indexes.length * horizons }, (_, cell) => {
      const coin = samples.coin[indexes[Math.floor(cell / horizons)]!]!;
      return (known[coin] ?? mean) * (cell % horizons + 1);
    });
  };
});

/** First and last sample row of each coin. */
function spanOfCoins(train: Dataset, coins: number): ([number, number] | null)[] {
  const spans = new Array<[number, number] | null>(coins).fill(null);
  train.samples.coin.forEach((coin, index) => {
    const row = train.samples.row[index]!;
    const span = spans[coin] ??= [row, row];
    span[0] = Math.min(span[0], row);
    span[1] = Math.max(span[1], row);
  });
  return spans;
}
