import type { Sql } from "../database.ts";

/** One hourly candle to be stored; prices and volumes are exact decimal strings. */
export interface CandleRow {
  readonly openTimeMs: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly quoteVolume: string | null;
  readonly marketCap: string | null;
  readonly trades: number | null;
  /** False for the hour that is still open: its row is provisional. */
  readonly isClosed: boolean;
}

export interface WriteCandlesInput {
  readonly cryptoId: number;
  readonly sourceId: number;
  /** Any order; the same hour may appear twice, then the closed or the later row counts. */
  readonly rows: readonly CandleRow[];
  /** True for rows that fill a gap found later. */
  readonly repaired?: boolean;
}

export interface WriteCandlesResult {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** Larger batches gain nothing and hold locks longer. */
const BATCH_ROWS = 5000;

// One array for each column: a parameter list of any length is parsed once, unlike a long VALUES.
// The WHERE keeps equal rows from being rewritten, and provisional ones from replacing closed ones.
// What a source does not say (NULL) never erases what another one said.
const UPSERT = `
  with written as (
    insert into candles as c (crypto_id, open_time, open, high, low, close, volume, quote_volume,
      market_cap, trades, is_closed, repaired, source_id)
    select $1, to_timestamp(r.t / 1000), r.o, r.h, r.l, r.c, r.v, r.q, r.m, r.n, r.closed, $2, $3
    from unnest($4::float8[], $5::numeric[], $6::numeric[], $7::numeric[], $8::numeric[],
      $9::numeric[], $10::numeric[], $11::numeric[], $12::int[], $13::boolean[])
      as r(t, o, h, l, c, v, q, m, n, closed)
    on conflict (crypto_id, open_time) do update set open = excluded.open, high = excluded.high,
      low = excluded.low, close = excluded.close, volume = excluded.volume,
      quote_volume = coalesce(excluded.quote_volume, c.quote_volume),
      market_cap = coalesce(excluded.market_cap, c.market_cap),
      trades = coalesce(excluded.trades, c.trades),
      is_closed = excluded.is_closed, repaired = excluded.repaired, source_id = excluded.source_id
    where (excluded.is_closed or not c.is_closed)
      and ((c.open, c.high, c.low, c.close, c.volume, c.is_closed) is distinct from
          (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume,
            excluded.is_closed)
        or excluded.quote_volume <> c.quote_volume or excluded.trades <> c.trades
        or (c.quote_volume is null and excluded.quote_volume is not null)
        or (c.market_cap is null and excluded.market_cap is not null)
        or (c.trades is null and excluded.trades is not null))
    returning xmax = 0 as inserted
  )
  select count(*) filter (where inserted) as inserted,
    count(*) filter (where not inserted) as updated,
    case when count(*) > 0 then notify_change('market') end
  from written`;

/**
 * Stores candles of one coin, in batches that each are all stored or not at all. A closed candle
 * replaces a provisional one, a provisional one never replaces a closed one, and equal rows are not
 * touched, so that pages may arrive twice or shuffled.
 *
 * @throws when the table's own checks refuse a row; rows are validated before
 */
export async function writeCandles(
  db: Sql,
  input: WriteCandlesInput,
): Promise<WriteCandlesResult> {
  const rows = oneForEachHour(input.rows);
  let inserted = 0;
  let updated = 0;
  for (let from = 0; from < rows.length; from += BATCH_ROWS) {
    const batch = rows.slice(from, from + BATCH_ROWS);
    const fixed = [input.cryptoId, input.repaired ?? false, input.sourceId];
    const result = await db.sql<{ inserted: number; updated: number }>(
      UPSERT,
      [...fixed, ...columnsOf(batch)],
    );
    inserted += result[0]?.inserted ?? 0;
    updated += result[0]?.updated ?? 0;
  }
  return { inserted, updated, unchanged: rows.length - inserted - updated };
}

/** In increasing time, which keeps the index pages of a coin together. */
function oneForEachHour(rows: readonly CandleRow[]): CandleRow[] {
  const byTime = new Map<number, CandleRow>();
  for (const row of rows) {
    const known = byTime.get(row.openTimeMs);
    if (!known || row.isClosed || !known.isClosed) byTime.set(row.openTimeMs, row);
  }
  return [...byTime.values()].sort((a, b) => a.openTimeMs - b.openTimeMs);
}

/** PostgreSQL array literals; made here because the driver would quote and escape each value. */
function columnsOf(rows: readonly CandleRow[]): string[] {
  const column = (pick: (row: CandleRow) => string | number | null) =>
    `{${rows.map((row) => pick(row) ?? "NULL").join(",")}}`;
  return [
    column((row) => row.openTimeMs),
    column((row) => row.open),
    column((row) => row.high),
    column((row) => row.low),
    column((row) => row.close),
    column((row) => row.volume),
    column((row) => row.quoteVolume),
    column((row) => row.marketCap),
    column((row) => row.trades),
    column((row) => row.isClosed ? "t" : "f"),
  ];
}
