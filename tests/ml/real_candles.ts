import type { CoinSeries } from "../../ml/series.ts";

/** Development data beside the checkout; absent elsewhere. */
export const DATA_URL = new URL("../../../shared/data/", import.meta.url);

/** Whether the file is there; says so where a test must be skipped. */
export function hasData(path: string): boolean {
  try {
    Deno.statSync(new URL(path, DATA_URL));
    return true;
  } catch {
    console.log(`skipped: ../shared/data/${path} is not there`);
    return false;
  }
}

/** Reads a gzipped CSV of candles into columns. */
export async function readCandles(path: string, symbol: string): Promise<CoinSeries> {
  const file = await Deno.open(new URL(path, DATA_URL));
  const text = await new Response(file.readable.pipeThrough(new DecompressionStream("gzip")))
    .text();
  const rows = text.trim().split("\n").slice(1).map((line) => line.split(","));
  const column = (place: number) =>
    Float64Array.from(rows, (row) => row[place] ? Number(row[place]) : NaN);
  return {
    symbol,
    openTime: column(1),
    open: column(2),
    high: column(3),
    low: column(4),
    close: column(5),
    volume: column(6),
    quoteVolume: column(7),
  };
}

/** One coin's two years of hourly candles. */
export function readCoin(symbol: string): Promise<CoinSeries> {
  return readCandles(`candles/${symbol}USDT-1h-2021-2023.csv.gz`, symbol);
}

/** Rows `from`…`to` (excluded) of a series. */
export function sliceSeries(series: CoinSeries, from: number, to?: number): CoinSeries {
  return {
    symbol: series.symbol,
    openTime: series.openTime.subarray(from, to),
    open: series.open.subarray(from, to),
    high: series.high.subarray(from, to),
    low: series.low.subarray(from, to),
    close: series.close.subarray(from, to),
    volume: series.volume.subarray(from, to),
    quoteVolume: series.quoteVolume.subarray(from, to),
  };
}
