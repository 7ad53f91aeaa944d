import {
  type Cryptocurrency,
  type CryptocurrencyInput,
  listCryptocurrencies,
  trackOnly,
  upsertCryptocurrencies,
} from "../db/mod.ts";
import { chooseUniverse, type Universe } from "./choose_universe.ts";
import type { JobContext } from "./context.ts";
import { type AssetSupply, ExchangeError } from "./exchange/exchange.ts";

export interface SelectedUniverse extends Universe {
  /** The stored rows of the chosen coins, by rank. */
  readonly rows: readonly Cryptocurrency[];
}

/**
 * Asks the exchange for its markets, chooses the top N and stores them as the tracked coins. Coins
 * that fell out keep their candles. Where supplies cannot be had now, those stored earlier are used;
 * without any, coins are ranked by quote volume and the log says so.
 * @throws ExchangeError when markets or prices cannot be had.
 */
export async function selectUniverse(context: JobContext): Promise<SelectedUniverse> {
  const { db, exchange, signal, config, log } = context;
  const [instruments, tickers, supplies] = await Promise.all([
    exchange.listInstruments(signal),
    exchange.listTickers(signal),
    knownSupplies(context),
  ]);
  const universe = chooseUniverse({ instruments, tickers, supplies }, config.topN);
  if (universe.coins.length === 0) {
    throw new Error(`${exchange.source} lists no coin that trades against USDT.`);
  }
  if (universe.rankedBy === "quote_volume") {
    log.warn("No circulating supplies: coins are ranked by 24-hour quote volume instead.");
  }
  const rows = await upsertCryptocurrencies(db, toRows(universe));
  await trackOnly(db, universe.coins.map((coin) => coin.symbol));
  return { ...universe, rows };
}

/** Supplies are a side dish: an exchange that does not serve them still has candles. */
async function knownSupplies(context: JobContext): Promise<Map<string, AssetSupply>> {
  try {
    const supplies = await context.exchange.listSupplies(context.signal);
    if (supplies.size > 0) return supplies;
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    context.log.warn(`Circulating supplies could not be had: ${error.message}`);
  }
  const stored = await listCryptocurrencies(context.db);
  return new Map(
    stored.filter((coin) => coin.circulatingSupply !== null).map((coin) => [
      coin.symbol,
      { name: coin.name, circulatingSupply: coin.circulatingSupply, tags: [] },
    ]),
  );
}

function toRows(universe: Universe): CryptocurrencyInput[] {
  return universe.coins.map((coin) => ({
    symbol: coin.symbol,
    name: coin.name,
    exchangeSymbol: coin.exchangeSymbol,
    circulatingSupply: decimalString(coin.circulatingSupply),
    marketCap: decimalString(coin.marketCap),
    quoteVolume24h: decimalString(coin.quoteVolume),
    rank: coin.rank,
    rankedBy: universe.rankedBy,
    isTracked: true,
  }));
}

/** A number as PostgreSQL reads it; `1e+21` is fine there. */
function decimalString(value: number | null): string | null {
  return value === null || !Number.isFinite(value) ? null : String(value);
}
