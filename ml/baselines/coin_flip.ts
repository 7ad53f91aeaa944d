import { gaussian, seededRandom } from "../random.ts";
import { pointModel } from "./point_model.ts";

/** Deviation of the thrown medians, in units of the coin's volatility over the horizon. */
const LEAN = 0.1;

/**
 * A random list: each coin at each hour gets a small lean drawn from a normal, the same for the
 * same seed whatever is asked beside it. What this scores by luck, a model must exceed.
 */
export const coinFlip = pointModel("coin_flip", (_, { seed }) => (dataset, indexes) => {
  const { horizons } = dataset;
  const points = new Float64Array(indexes.length * horizons);
  indexes.forEach((index, place) => {
    const { symbol, madeAtMs, volatility } = dataset.sampleAt(index);
    const lean = LEAN * gaussian(seededRandom(hash(`${seed} ${symbol} ${madeAtMs}`)));
    for (let hour = 1; hour <= horizons; hour++) {
      points[place * horizons + hour - 1] = lean * volatility * Math.sqrt(hour);
    }
  });
  return points;
});

/** FNV-1a, 32 bit (Fowler, Noll & Vo). */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let place = 0; place < text.length; place++) {
    value = Math.imul(value ^ text.charCodeAt(place), 0x01000193);
  }
  return value >>> 0;
}
