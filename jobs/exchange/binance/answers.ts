import { z } from "zod";
import type { AssetSupply, Instrument, SpotPrice, Ticker } from "../exchange.ts";

/** Binance sends numbers as decimal strings; simulators and mirrors sometimes as numbers. */
const amount = z.union([z.string().min(1), z.number()]).transform(Number).pipe(
  z.number().nonnegative(),
);

const instrument = z.object({
  symbol: z.string().min(1),
  baseAsset: z.string().min(1),
  quoteAsset: z.string().min(1),
  status: z.string(),
});

const rateLimit = z.object({
  rateLimitType: z.string(),
  interval: z.string(),
  intervalNum: z.number(),
  limit: z.number().positive(),
});

const exchangeInfo = z.object({
  rateLimits: z.array(z.unknown()).default([]),
  symbols: z.array(z.unknown()),
});

const ticker = z.object({ symbol: z.string().min(1), lastPrice: amount, quoteVolume: amount });

/** The text itself is kept: a price must not lose digits on its way. */
const spotPrice = z.object({
  symbol: z.string().min(1),
  price: z.string().regex(/^\d{1,20}(\.\d{1,20})?$/).refine((text) => Number(text) > 0),
});

const product = z.object({
  b: z.string().min(1),
  an: z.string().nullish(),
  cs: z.union([z.number(), z.string()]).nullish(),
  tags: z.array(z.unknown()).nullish(),
});

const products = z.object({ data: z.array(z.unknown()) });

/** What was read, and how many entries were left out because they made no sense. */
export interface Parsed<T> {
  readonly items: T;
  readonly skipped: number;
}

/** `/api/v3/exchangeInfo`: the markets and the request weight allowed per minute. */
export function parseExchangeInfo(
  json: unknown,
): Parsed<Instrument[]> & { readonly weightPerMinute: number | null } {
  const info = exchangeInfo.parse(json);
  const limits = keepValid(info.rateLimits, rateLimit).items;
  const weight = limits.find((limit) =>
    limit.rateLimitType === "REQUEST_WEIGHT" && limit.interval === "MINUTE"
  );
  return {
    ...keepValid(info.symbols, instrument),
    weightPerMinute: weight ? weight.limit / weight.intervalNum : null,
  };
}

/** `/api/v3/ticker/24hr` without a symbol. */
export function parseTickers(json: unknown): Parsed<Ticker[]> {
  return keepValid(z.array(z.unknown()).parse(json), ticker);
}

/** `/api/v3/ticker/price` for several symbols, or for all. */
export function parsePrices(json: unknown): Parsed<SpotPrice[]> {
  return keepValid(z.array(z.unknown()).parse(json), spotPrice);
}

/** `/api/v3/klines`: rows stay as they came, each is validated by `parseKline`. */
export function parseKlinePage(json: unknown): unknown[] {
  return z.array(z.unknown()).parse(json);
}

/**
 * The public product list: a row per market, `b` the base asset, `an` its name, `cs` the
 * circulating supply in coins (`null`, zero or absent where unknown), `tags`.
 */
export function parseProducts(json: unknown): Parsed<Map<string, AssetSupply>> {
  const { items, skipped } = keepValid(products.parse(json).data, product);
  const supplies = new Map<string, AssetSupply>();
  for (const row of items) {
    const known = supplies.get(row.b);
    // A coin has a row per quote asset; any of them may be the one that knows the supply.
    if (known && known.circulatingSupply !== null) continue;
    supplies.set(row.b, {
      name: row.an ?? row.b,
      circulatingSupply: positiveOrNull(row.cs),
      tags: (row.tags ?? []).filter((tag) => typeof tag === "string").map((t) => t.toLowerCase()),
    });
  }
  return { items: supplies, skipped };
}

function positiveOrNull(value: number | string | null | undefined): number | null {
  const supply = Number(value ?? Number.NaN);
  return Number.isFinite(supply) && supply > 0 ? supply : null;
}

/** One odd entry among thousands must not lose the list; a list of only odd ones is unreadable. */
function keepValid<T extends z.ZodType>(entries: unknown[], schema: T): Parsed<z.output<T>[]> {
  const items: z.output<T>[] = [];
  let firstProblem: z.ZodError | undefined;
  for (const entry of entries) {
    const parsed = schema.safeParse(entry);
    if (parsed.success) items.push(parsed.data);
    else firstProblem ??= parsed.error;
  }
  if (items.length === 0 && firstProblem) throw firstProblem;
  return { items, skipped: entries.length - items.length };
}
