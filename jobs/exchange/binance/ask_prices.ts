import { ExchangeError, type SpotPrice } from "../exchange.ts";
import { type Parsed, parsePrices } from "./answers.ts";
import type { Hosts } from "./hosts.ts";

/** The same for one address with many symbols as for all symbols. */
const WEIGHT = 4;
/** More symbols than this make an address that some proxies refuse. */
const MOST_NAMED_SYMBOLS = 200;
/** How long a market that is not there is left out. */
const MISSING_FOR_MS = 3_600_000;

/** Asks for the newest prices of several markets, see `Exchange.listPrices`. */
export type AskPrices = (symbols: readonly string[], signal?: AbortSignal) => Promise<SpotPrice[]>;

/**
 * One unknown symbol loses the whole answer at Binance: then all markets are asked for, and those that
 * are not among them are not named again for an hour.
 */
export function createPriceAsker(
  hosts: Hosts,
  options: { now(): number; report(prices: Parsed<SpotPrice[]>): SpotPrice[] },
): AskPrices {
  let missing: { readonly symbols: ReadonlySet<string>; readonly untilMs: number } | null = null;

  async function ask(query: string, signal?: AbortSignal): Promise<SpotPrice[]> {
    const path = `/api/v3/ticker/price${query}`;
    const request = { path, weight: WEIGHT, read: parsePrices, signal, retries: 0 };
    return options.report(await hosts.get(request));
  }

  async function askForAll(wanted: ReadonlySet<string>, signal?: AbortSignal) {
    const all = await ask("", signal);
    const there = new Set(all.map(({ symbol }) => symbol));
    missing = { symbols: wanted.difference(there), untilMs: options.now() + MISSING_FOR_MS };
    return all.filter(({ symbol }) => wanted.has(symbol));
  }

  return async (symbols, signal) => {
    const wanted = new Set(symbols);
    if (wanted.size > MOST_NAMED_SYMBOLS) return await askForAll(wanted, signal);
    if (missing !== null && options.now() >= missing.untilMs) missing = null;
    const named = missing === null ? wanted : wanted.difference(missing.symbols);
    if (named.size === 0) return [];
    try {
      return await ask(`?symbols=${encodeURIComponent(JSON.stringify([...named]))}`, signal);
    } catch (error) {
      if (!isUnknownSymbol(error)) throw error;
      return await askForAll(wanted, signal);
    }
  };
}

function isUnknownSymbol(error: unknown): boolean {
  return error instanceof ExchangeError && error.options.code === -1121;
}
