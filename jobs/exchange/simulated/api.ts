import type { Faults } from "./faults.ts";
import type { Market, MarketProduct } from "./market.ts";
import { lastPrice, ticker24h } from "./ticker.ts";

const HOUR_MS = 3_600_000;
const MAX_LIMIT = 1000;
const DEFAULT_LIMIT = 500;

/** One answer of the exchange, body as JSON text. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

export interface ApiRequest {
  readonly market: Market;
  readonly faults: Faults;
  readonly query: URLSearchParams;
  readonly nowMs: number;
  readonly weightLimit: number;
}

interface Route {
  readonly weight: (query: URLSearchParams) => number;
  readonly answer: (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;
}

/** The part of Binance's REST dialect that market data needs, with Binance's weights. */
export const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["/api/v3/ping", { weight: () => 1, answer: () => ok({}) }],
  ["/api/v3/time", { weight: () => 1, answer: ({ nowMs }) => ok({ serverTime: nowMs }) }],
  ["/api/v3/exchangeInfo", { weight: () => 20, answer: exchangeInfo }],
  ["/api/v3/ticker/24hr", { weight: (q) => (q.has("symbol") ? 2 : 80), answer: tickers }],
  ["/api/v3/ticker/price", { weight: (q) => (q.has("symbol") ? 2 : 4), answer: prices }],
  ["/api/v3/klines", { weight: () => 2, answer: klines }],
  ["/bapi/asset/v2/public/asset-service/product/get-products", {
    weight: () => 0,
    answer: ({ market, nowMs }) => {
      const data = market.products(nowMs).map(productRow);
      return ok({ code: "000000", message: null, messageDetail: null, data, success: true });
    },
  }],
]);

function ok(value: unknown): ApiAnswer {
  return { status: 200, body: JSON.stringify(value) };
}

/** Binance's error envelope; every wrong request is a 400. */
function refuse(code: number, msg: string): ApiAnswer {
  return { status: 400, body: JSON.stringify({ code, msg }) };
}

function exchangeInfo({ market, nowMs, weightLimit }: ApiRequest): ApiAnswer {
  return ok({
    timezone: "UTC",
    serverTime: nowMs,
    rateLimits: [{
      rateLimitType: "REQUEST_WEIGHT",
      interval: "MINUTE",
      intervalNum: 1,
      limit: weightLimit,
    }],
    exchangeFilters: [],
    symbols: market.instruments(nowMs).map((instrument) => ({
      symbol: instrument.symbol,
      status: instrument.status,
      baseAsset: instrument.base,
      baseAssetPrecision: 8,
      quoteAsset: instrument.quote,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      orderTypes: ["LIMIT", "MARKET"],
      isSpotTradingAllowed: instrument.status === "TRADING",
      isMarginTradingAllowed: false,
      filters: [],
      permissions: ["SPOT"],
    })),
  });
}

async function tickers({ market, query, nowMs }: ApiRequest): Promise<ApiAnswer> {
  const symbol = query.get("symbol");
  if (symbol !== null) {
    const one = ticker24h(market, symbol, nowMs);
    return one ? ok(one) : refuse(-1121, "Invalid symbol.");
  }
  const all: unknown[] = [];
  for (const instrument of market.instruments(nowMs)) {
    const one = ticker24h(market, instrument.symbol, nowMs);
    if (one) all.push(one);
    // Making a coin's history takes some 10 ms: others in this process want their turn.
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return ok(all);
}

async function prices({ market, query, nowMs }: ApiRequest): Promise<ApiAnswer> {
  const symbol = query.get("symbol");
  const named = symbol === null ? readSymbols(query.get("symbols")) : [symbol];
  if (named === undefined) return illegal("symbols", '^\\\\[\\"[^\\"]*\\"(,\\"[^\\"]*\\")*\\\\]$');
  const all: unknown[] = [];
  for (const wanted of named ?? market.instruments(nowMs).map((listed) => listed.symbol)) {
    const price = lastPrice(market, wanted, nowMs);
    if (price !== null) all.push({ symbol: wanted, price });
    else if (named !== null) return refuse(-1121, "Invalid symbol.");
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return ok(symbol === null ? all : all[0]);
}

/** `["BTCUSDT","ETHUSDT"]`; null where it was not sent, undefined where it is no such list. */
function readSymbols(text: string | null): string[] | null | undefined {
  if (text === null) return null;
  return /^\["[^"]*"(,"[^"]*")*\]$/.test(text) ? JSON.parse(text) as string[] : undefined;
}

function klines(request: ApiRequest): ApiAnswer {
  const { query, market, nowMs } = request;
  const symbol = query.get("symbol") ?? "";
  if (symbol === "") {
    return refuse(
      -1102,
      "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.",
    );
  }
  if (!/^[\p{L}\p{N}._-]{1,20}$/u.test(symbol)) {
    return illegal("symbol", "^[\\\\w\\\\-._&&[^a-z]]{1,20}$");
  }
  for (const name of ["startTime", "endTime", "limit"]) {
    const value = query.get(name);
    if (value !== null && !/^[0-9]{1,20}$/.test(value)) return illegal(name, "^[0-9]{1,20}$");
  }
  if (!market.instruments(nowMs).some((instrument) => instrument.symbol === symbol)) {
    return refuse(-1121, "Invalid symbol.");
  }
  if (query.get("interval") !== "1h") return refuse(-1120, "Invalid interval.");
  const limit = Math.min(Number(query.get("limit") ?? DEFAULT_LIMIT), MAX_LIMIT);
  if (limit === 0) return refuse(-1130, "Data sent for parameter 'limit' is not valid.");
  const rows = traded(request, {
    symbol,
    fromMs: numberOrNull(query.get("startTime")),
    toMs: numberOrNull(query.get("endTime")),
    limit,
  });
  return { status: 200, body: `[${request.faults.onRows(rows).join(",")}]` };
}

function illegal(name: string, range: string): ApiAnswer {
  return refuse(
    -1100,
    `Illegal characters found in parameter '${name}'; legal range is '${range}'.`,
  );
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}

interface Span {
  readonly symbol: string;
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly limit: number;
}

/** A full page around planned outages: the exchange counts the candles it has, not the hours. */
function traded({ market, faults, nowMs }: ApiRequest, span: Span): string[] {
  const kept: string[] = [];
  let { fromMs } = span;
  while (true) {
    const rows = market.rows({ ...span, fromMs }, nowMs);
    kept.push(...rows.filter((row) => !faults.isOutage(span.symbol, openTimeOf(row))));
    const last = rows.at(-1);
    const isDone = kept.length >= span.limit || rows.length < span.limit;
    if (isDone || last === undefined || fromMs === null) return kept.slice(0, span.limit);
    fromMs = openTimeOf(last) + HOUR_MS;
  }
}

function openTimeOf(row: string): number {
  return Number(row.slice(1, row.indexOf(",")));
}

/** The fields of Binance's product list that say what a coin is. */
function productRow(product: MarketProduct): Record<string, unknown> {
  return {
    s: product.symbol,
    st: product.status,
    b: product.base,
    q: product.quote,
    an: product.name,
    qn: product.quote,
    cs: product.supply,
    tags: product.tags,
    etf: product.tags.includes("leveraged"),
  };
}
