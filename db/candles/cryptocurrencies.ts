import type { Sql } from "../database.ts";

/** What the coins of a universe were ranked by when they were chosen. */
export type RankedBy = "market_cap" | "quote_volume";

/** A coin as the universe selection found it; amounts are exact decimal strings. */
export interface CryptocurrencyInput {
  /** The coin, for instance `BTC`. */
  readonly symbol: string;
  readonly name: string;
  /** The market it is read from, for instance `BTCUSDT`. */
  readonly exchangeSymbol: string;
  readonly circulatingSupply: string | null;
  readonly marketCap: string | null;
  readonly quoteVolume24h: string | null;
  /** 1 for the largest; `null` outside the universe. */
  readonly rank: number | null;
  readonly rankedBy: RankedBy | null;
  readonly isTracked: boolean;
}

export interface Cryptocurrency {
  readonly id: number;
  readonly symbol: string;
  readonly name: string;
  readonly exchangeSymbol: string;
  readonly circulatingSupply: number | null;
  readonly marketCap: number | null;
  readonly quoteVolume24h: number | null;
  readonly rank: number | null;
  readonly rankedBy: RankedBy | null;
  readonly isTracked: boolean;
  /** Open time of the first candle the exchange has; `null` until it was asked. */
  readonly listedAtMs: number | null;
}

const COLUMNS = `id, symbol, name, exchange_symbol as "exchangeSymbol",
  circulating_supply::float8 as "circulatingSupply", market_cap::float8 as "marketCap",
  quote_volume24h::float8 as "quoteVolume24h", rank, ranked_by as "rankedBy",
  is_tracked as "isTracked", listed_at as "listedAtMs"`;

/**
 * Inserts or updates coins by symbol; coins not named stay as they are (see {@link trackOnly}).
 * Returns the rows in the order of their rank.
 */
export async function upsertCryptocurrencies(
  db: Sql,
  rows: readonly CryptocurrencyInput[],
): Promise<Cryptocurrency[]> {
  if (rows.length === 0) return [];
  return await db.sql<Cryptocurrency>(
    `with given as (
       select * from jsonb_to_recordset($1::jsonb) as r("symbol" text, "name" text,
         "exchangeSymbol" text, "circulatingSupply" numeric, "marketCap" numeric,
         "quoteVolume24h" numeric, "rank" int, "rankedBy" text, "isTracked" boolean)
     ), written as (
       insert into cryptocurrencies (symbol, name, exchange_symbol, circulating_supply, market_cap,
         quote_volume24h, rank, ranked_by, is_tracked, created_at, updated_at)
       select g."symbol", g."name", g."exchangeSymbol", g."circulatingSupply", g."marketCap",
         g."quoteVolume24h", g."rank", g."rankedBy", g."isTracked", now(), now() from given g
       on conflict (symbol) do update set name = excluded.name,
         exchange_symbol = excluded.exchange_symbol,
         circulating_supply = excluded.circulating_supply, market_cap = excluded.market_cap,
         quote_volume24h = excluded.quote_volume24h, rank = excluded.rank,
         ranked_by = excluded.ranked_by, is_tracked = excluded.is_tracked, updated_at = now()
       returning *
     ) select ${COLUMNS} from written order by rank nulls last, symbol`,
    [JSON.stringify(rows)],
  );
}

/** Takes every coin but those named out of the universe; its candles and forecasts stay. */
export async function trackOnly(db: Sql, symbols: readonly string[]): Promise<void> {
  await db.sql(
    `update cryptocurrencies set is_tracked = false, rank = null, updated_at = now()
     where is_tracked and symbol <> all($1::text[])`,
    [symbols],
  );
}

/** Coins by rank, those without one last. */
export async function listCryptocurrencies(
  db: Sql,
  options: { readonly trackedOnly?: boolean } = {},
): Promise<Cryptocurrency[]> {
  return await db.sql<Cryptocurrency>(
    `select ${COLUMNS} from cryptocurrencies where is_tracked or not $1
     order by rank nulls last, symbol`,
    [options.trackedOnly ?? false],
  );
}

/** One coin by symbol, or `null`. */
export async function findCryptocurrency(db: Sql, symbol: string): Promise<Cryptocurrency | null> {
  const rows = await db.sql<Cryptocurrency>(
    `select ${COLUMNS} from cryptocurrencies where symbol = $1`,
    [symbol],
  );
  return rows[0] ?? null;
}

/** Remembers when a coin was first traded, so that hours before it are not taken for gaps. */
export async function setListedAt(
  db: Sql,
  input: { readonly cryptoId: number; readonly listedAtMs: number },
): Promise<void> {
  await db.sql(
    `update cryptocurrencies set listed_at = to_timestamp($2::float8 / 1000), updated_at = now()
     where id = $1`,
    [input.cryptoId, input.listedAtMs],
  );
}
