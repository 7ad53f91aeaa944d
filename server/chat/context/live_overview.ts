import type { App } from "../../context.ts";
import { readLivePrices } from "../../markets/read_live_prices.ts";
import type { LivePrices, MarketOverview } from "../../markets/schema.ts";

/** The overview with live prices, each with its own time, where they are newer than its candles. */
export async function withLivePrices(app: App, overview: MarketOverview): Promise<MarketOverview> {
  const live = await readOrNull(app);
  if (live === null || live.state !== "live" || live.as_of === null) return overview;
  if (overview.as_of !== null && live.as_of <= overview.as_of) return overview;
  const prices = new Map(live.prices.map(({ symbol, price }) => [symbol, price]));
  const time = live.as_of;
  return {
    ...overview,
    coins: overview.coins.map((coin) => {
      const price = prices.get(coin.symbol);
      return price === undefined ? coin : { ...coin, price, price_time: time };
    }),
  };
}

/** An answer does not depend on them. */
async function readOrNull(app: App): Promise<LivePrices | null> {
  try {
    return await readLivePrices(app);
  } catch (error) {
    app.log.debug("Live prices could not be read for an answer.", { error: String(error) });
    return null;
  }
}
