import { Buffer } from "node:buffer";
import type { Sql } from "../database.ts";

/**
 * Closed hourly candles of one coin as columns, in increasing open time; equal in shape to
 * `CoinSeries` of `ml`.
 */
export interface CandleSeries {
  readonly symbol: string;
  /** Milliseconds since the epoch. */
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** `NaN` where the source does not say. */
  readonly quoteVolume: Float64Array;
}

export interface ReadSeriesInput {
  /** Default: every tracked coin, by rank. */
  readonly symbols?: readonly string[];
  /** Open times, both ends included. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

type Packed = Record<Exclude<keyof CandleSeries, "symbol">, Buffer | null>;

// A column comes as one string of 8-byte floats: parsing hundreds of thousands of rows in text would
// take the event loop for seconds. The subquery's order is the order of the aggregation.
const PACKED = `
  select string_agg(float8send((extract(epoch from open_time) * 1000)::float8), '') as "openTime",
    string_agg(float8send(open::float8), '') as open,
    string_agg(float8send(high::float8), '') as high,
    string_agg(float8send(low::float8), '') as low,
    string_agg(float8send(close::float8), '') as close,
    string_agg(float8send(volume::float8), '') as volume,
    string_agg(float8send(coalesce(quote_volume, 'NaN')::float8), '') as "quoteVolume"
  from (
    select * from candles
    where crypto_id = $1 and is_closed
      and ($2::float8 is null or open_time >= to_timestamp($2::float8 / 1000))
      and ($3::float8 is null or open_time <= to_timestamp($3::float8 / 1000))
    order by open_time
  ) ordered`;

/** Series of the asked coins in the asked order; coins without a closed candle are left out. */
export async function readSeries(db: Sql, input: ReadSeriesInput = {}): Promise<CandleSeries[]> {
  const series: CandleSeries[] = [];
  for (const coin of await coinsOf(db, input.symbols)) {
    const params = [coin.id, input.fromMs ?? null, input.toMs ?? null];
    const [packed] = await db.sql<Packed>(PACKED, params);
    if (packed?.openTime) series.push(unpackSeries(coin.symbol, packed));
  }
  return series;
}

async function coinsOf(
  db: Sql,
  symbols: readonly string[] | undefined,
): Promise<{ id: number; symbol: string }[]> {
  return await db.sql<{ id: number; symbol: string }>(
    `select id, symbol from cryptocurrencies
     where case when $1::text[] is null then is_tracked else symbol = any($1) end
     order by array_position($1, symbol), rank nulls last, symbol`,
    [symbols ?? null],
  );
}

function unpackSeries(symbol: string, packed: Packed): CandleSeries {
  return {
    symbol,
    openTime: unpack(packed.openTime),
    open: unpack(packed.open),
    high: unpack(packed.high),
    low: unpack(packed.low),
    close: unpack(packed.close),
    volume: unpack(packed.volume),
    quoteVolume: unpack(packed.quoteVolume),
  };
}

/** PostgreSQL sends big-endian; a typed array has the byte order of the machine. */
function unpack(bytes: Buffer | null): Float64Array {
  const values = new Float64Array((bytes?.length ?? 0) / 8);
  if (!bytes) return values;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat64(i * 8);
  return values;
}
