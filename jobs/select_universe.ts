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
 * without any, coins are ranked by quote volume and the log says so. Coins named in `also` are stored
 * too, untracked unless they belong to the universe.
 * @throws ExchangeError when markets or prices cannot be had.
 */
export async function selectUniverse(
  context: JobContext,
  options: { readonly also?: readonly string[] } = {},
): Promise<SelectedUniverse> {
  const { db, exchange, signal, config, log } = context;
  const [instruments, tickers, supplies] = await Promise.all([
    exchange.listInstruments(signal),
    exchange.listTickers(signal),
    knownSupplies(context),
  ]);
  const facts = { instruments, tickers, supplies };
  const universe = chooseUniverse(facts, config.topN);
  if (universe.coins.length === 0) {
    throw new Error(`${exchange.source} lists no coin that trades against USDT.`);
  }
  if (universe.rankedBy === "quote_volume") {
    log.warn("No circulating supplies: coins are ranked by 24-hour quote volume instead.");
  }
  const others = namedBesides(universe, chooseUniverse(facts, Infinity), options.also ?? []);
  const rows = await upsertCryptocurrencies(db, [
    ...toRows(universe),
    ...toRows({ ...universe, coins: others }).map((row) => ({
      ...row,
      rank: null,
      isTracked: false,
    })),
  ]);
  await trackOnly(db, universe.coins.map((coin) => coin.symbol));
  return { ...universe, rows };
}

/** Coins asked for by name that are too small for the universe. */
function namedBesides(universe: Universe, all: Universe, names: readonly string[]) {
  const chosen = new Set(universe.coins.map((coin) => coin.symbol));
  return names.filter((name) => !chosen.has(name)).map((name) => {
    const coin = all.coins.find((candidate) => candidate.symbol === name);
    if (coin) return coin;
    const reason = all.excluded.find((other) => other.symbol === name)?.reason;
    throw new Error(
      reason
        ? `${name} is left out: ${reason}.`
        : `The exchange has no coin "${name}" against USDT.`,
    );
  });
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
