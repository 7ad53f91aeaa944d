import { assert } from "@std/assert";
import type { CoinSeries } from "../../ml/series.ts";
import { HOUR_MS } from "../../ml/series.ts";
import { gaussian, seededRandom } from "../../ml/random.ts";
import { trainForecaster } from "../../ml/train.ts";
import { smallTraining } from "./market.ts";

/** Coins whose hourly returns carry on from the hour before by `momentum`: 0 is a random walk. */
function marketWithMomentum(momentum: number): CoinSeries[] {
  return ["BTC", "ETH", "SOL"].map((symbol, place) => {
    const random = seededRandom(place + 20);
    const hours = 6000;
    const close = new Float64Array(hours);
    let change = 0;
    for (let hour = 0; hour < hours; hour++) {
      change = momentum * change + 0.01 * gaussian(random);
      close[hour] = (close[hour - 1] ?? 100) * Math.exp(change);
    }
    const open = close.map((_, hour) => close[hour - 1] ?? 100);
    return {
      symbol,
      openTime: close.map((_, hour) => Date.UTC(2024, 0, 1) + hour * HOUR_MS),
      open,
      high: close.map((value, hour) => Math.max(value, open[hour]!) * 1.001),
      low: close.map((value, hour) => Math.min(value, open[hour]!) * 0.999),
      close,
      volume: new Float64Array(hours).fill(100),
      quoteVolume: close.map((value) => value * 100),
    };
  });
}

const options = smallTraining({ epochs: 2, units: 16, learningRate: 1e-2 });

Deno.test("a signal planted in the returns is found", async () => {
  const { report } = await trainForecaster(marketWithMomentum(0.6), options);
  const { pinball, naivePinball, mase, hitRate } = report.validation;
  assert(pinball < 0.97 * naivePinball, `pinball ${pinball}, naive ${naivePinball}`);
  assert(mase < 0.97, `MASE ${mase}`);
  assert(hitRate > 0.55, `hit rate ${hitRate}`);
});

Deno.test("in a random walk no edge is claimed", async () => {
  const { report } = await trainForecaster(marketWithMomentum(0), options);
  const { pinball, naivePinball, mase, hitRate } = report.validation;
  assert(Math.abs(pinball / naivePinball - 1) < 0.02, `pinball ${pinball}, naive ${naivePinball}`);
  assert(mase > 0.98 && mase < 1.03, `MASE ${mase}`);
  assert(hitRate < 0.56, `hit rate ${hitRate}`);
});
