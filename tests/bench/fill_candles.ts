import { type Database, ensureSource, upsertCryptocurrencies, writeCandles } from "../../db/mod.ts";
import { coinInput, START_MS } from "../helpers/market_rows.ts";
import { randomSeries } from "../ml/random_series.ts";

/** Rows of one statement. */
const BATCH = 5000;

/** Stores random walks of the given coins, hour after hour from `START_MS`. */
export async function fillCandles(
  db: Database,
  market: { readonly symbols: readonly string[]; readonly hours: number },
): Promise<void> {
  const inputs = market.symbols.map((symbol, at) => coinInput(symbol, at + 1));
  const coins = await upsertCryptocurrencies(db, inputs);
  const sourceId = await ensureSource(db, { kind: "csv", name: "bench" });
  for (const [at, { id, symbol }] of coins.entries()) {
    const walk = randomSeries({ symbol, hours: market.hours, seed: at + 1, startMs: START_MS });
    const text = (column: Float64Array, row: number) => column[row]!.toFixed(6);
    const rows = Array.from(walk.openTime, (openTimeMs, row) => ({
      openTimeMs,
      open: text(walk.open, row),
      high: text(walk.high, row),
      low: text(walk.low, row),
      close: text(walk.close, row),
      volume: text(walk.volume, row),
      quoteVolume: text(walk.quoteVolume, row),
      marketCap: null,
      trades: null,
      isClosed: true,
    }));
    for (let from = 0; from < rows.length; from += BATCH) {
      await writeCandles(db, { cryptoId: id, sourceId, rows: rows.slice(from, from + BATCH) });
    }
  }
}
