import {
  type AssetSupply,
  type BlockStore,
  type Exchange,
  ExchangeError,
  type ExchangeLog,
  type KlineRequest,
  MAX_KLINES_PER_PAGE,
  type Sleep,
  type WeightCount,
} from "./exchange.ts";
import {
  type Parsed,
  parseExchangeInfo,
  parseKlinePage,
  parseProducts,
  parseTickers,
} from "./binance/answers.ts";
import { createPriceAsker } from "./binance/ask_prices.ts";
import { createHostClient, type HostClient } from "./binance/host_client.ts";
import { createHosts } from "./binance/hosts.ts";
import { createWeightBudget, type WeightBudget } from "./binance/weight_budget.ts";

export const DEFAULT_BINANCE_URL = "https://data-api.binance.vision";
const PRODUCTS_PATH = "/bapi/asset/v2/public/asset-service/product/get-products?includeEtf=true";
export const DEFAULT_PRODUCTS_URL = `https://www.binance.com${PRODUCTS_PATH}`;

/** Request weights of https://developers.binance.com/docs/binance-spot-api-docs/rest-api. */
const WEIGHT = { exchangeInfo: 20, allTickers: 80, klines: 2, products: 1 };
/** Binance's limit since 2023; `exchangeInfo` corrects it where a host has another. */
const WEIGHT_PER_MINUTE = 6_000;
const WEIGHT_SHARE = 0.8;

export interface BinanceOptions {
  /** Hosts that speak the dialect, the fallback second. */
  readonly baseUrls: readonly string[];
  /** Full URL of the product list; unset: the first base URL's, then Binance's own. */
  readonly productsUrl?: string;
  /** The key of the present; asked for with each request. */
  readonly apiKey?: () => string | undefined;
  readonly blocks: BlockStore;
  /** The count of a host's weight over every process; unset: this process counts alone. */
  readonly weights?: (host: string) => WeightCount;
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly log: ExchangeLog;
  readonly fetch?: typeof fetch;
  /** Per attempt, headers and body together. Default 15 s. */
  readonly timeoutMs?: number;
  /** Requests under way at once per host. Default 8. */
  readonly maxConcurrent?: number;
  /** Longest block that is waited for inside a request; a longer one is thrown. Default 15 min. */
  readonly maxBlockWaitMs?: number;
}

/**
 * Binance's spot market data over HTTP, or anything that speaks its dialect.
 *
 * @throws {ExchangeError} from every method; `kind` says what to do about it.
 */
export function createBinance(options: BinanceOptions): Exchange {
  const budgets: WeightBudget[] = [];
  const clients = options.baseUrls.map((url) => {
    const budget = createBudget(options, url);
    budgets.push(budget);
    return openHost(options, url, budget, () => keyHeader(options));
  });
  const hosts = createHosts(clients, options);
  const productClients = productHosts(options, clients);

  async function listInstruments(signal?: AbortSignal) {
    const info = await hosts.get({
      path: "/api/v3/exchangeInfo",
      weight: WEIGHT.exchangeInfo,
      read: parseExchangeInfo,
      signal,
    });
    if (info.weightPerMinute !== null) {
      for (const budget of budgets) budget.setLimit(info.weightPerMinute);
    }
    return reportSkipped("instruments", info, options.log);
  }

  async function listTickers(signal?: AbortSignal) {
    const path = "/api/v3/ticker/24hr";
    const tickers = await hosts.get({
      path,
      weight: WEIGHT.allTickers,
      read: parseTickers,
      signal,
    });
    return reportSkipped("tickers", tickers, options.log);
  }

  return {
    get source() {
      return hosts.current()?.baseUrl ?? "";
    },
    get simulated() {
      return hosts.current()?.simulated ?? false;
    },
    listInstruments,
    listTickers,
    listPrices: createPriceAsker(hosts, {
      now: options.now,
      report: (prices) => reportSkipped("prices", prices, options.log),
    }),
    listSupplies: (signal) => askSupplies(productClients, options.log, signal),
    fetchKlines: (request, signal) =>
      hosts.get({
        path: klinesPath(request),
        weight: WEIGHT.klines,
        read: parseKlinePage,
        signal,
      }),
  };
}

function reportSkipped<T>(what: string, { items, skipped }: Parsed<T>, log: ExchangeLog): T {
  if (skipped > 0) log.warn(`unreadable ${what} left out`, { skipped });
  return items;
}

/** The first host that knows supplies; none is no error, the coins then rank by quote volume. */
async function askSupplies(
  hosts: readonly ProductHost[],
  log: ExchangeLog,
  signal?: AbortSignal,
): Promise<Map<string, AssetSupply>> {
  for (const { client, path, retries } of hosts) {
    try {
      const request = { path, weight: WEIGHT.products, read: parseProducts, signal, retries };
      const supplies = reportSkipped("products", await client.get(request), log);
      if (supplies.size > 0) return supplies;
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      const fields = { host: client.baseUrl, error: error.message };
      log.warn("no circulating supplies from this host", fields);
    }
  }
  log.warn("circulating supplies are unknown: coins rank by quote volume");
  return new Map();
}

function klinesPath({ symbol, fromMs, toMs, limit }: KlineRequest): string {
  const query = new URLSearchParams({
    symbol,
    interval: "1h",
    startTime: String(fromMs),
    endTime: String(toMs),
    limit: String(Math.min(limit ?? MAX_KLINES_PER_PAGE, MAX_KLINES_PER_PAGE)),
  });
  return `/api/v3/klines?${query}`;
}

interface ProductHost {
  readonly client: HostClient;
  readonly path: string;
  readonly retries?: number;
}

/** Where circulating supplies are asked, in order. */
function productHosts(options: BinanceOptions, clients: readonly HostClient[]): ProductHost[] {
  if (options.productsUrl) return [outsideProducts(options, options.productsUrl)];
  const [first] = clients;
  const own = first && first.baseUrl !== DEFAULT_BINANCE_URL
    // One retry: a host that merely lacks the list must not hold up the collection.
    ? [{ client: first, path: PRODUCTS_PATH, retries: 1 }]
    : [];
  // A simulator on this machine is meant to work without a network: stay inside.
  if (first && isLoopback(first.baseUrl)) return own;
  return [...own, outsideProducts(options, DEFAULT_PRODUCTS_URL)];
}

function outsideProducts(options: BinanceOptions, url: string): ProductHost {
  const { origin, pathname, search } = new URL(url);
  // Another host with limits of its own; the API key is none of its business.
  const client = openHost(options, origin, createBudget(options, origin), () => ({}));
  return { client, path: `${pathname}${search}` };
}

function keyHeader({ apiKey }: BinanceOptions): Record<string, string> {
  const key = apiKey?.();
  return key ? { "x-mbx-apikey": key } : {};
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}

function createBudget(options: BinanceOptions, url: string): WeightBudget {
  const shared = options.weights?.(new URL(url).host);
  return createWeightBudget({
    limitPerMinute: WEIGHT_PER_MINUTE,
    share: WEIGHT_SHARE,
    maxConcurrent: options.maxConcurrent ?? 8,
    now: options.now,
    sleep: options.sleep,
    ...(shared && { shared }),
  });
}

function openHost(
  options: BinanceOptions,
  url: string,
  budget: WeightBudget,
  headers: () => Record<string, string>,
): HostClient {
  return createHostClient({
    baseUrl: url.replace(/\/+$/, ""),
    headers: () => ({ accept: "application/json", ...headers() }),
    budget,
    blocks: options.blocks,
    timeoutMs: options.timeoutMs ?? 15_000,
    maxBlockWaitMs: options.maxBlockWaitMs ?? 15 * 60_000,
    now: options.now,
    sleep: options.sleep,
    random: options.random,
    log: options.log,
    fetch: options.fetch ?? fetch,
  });
}
