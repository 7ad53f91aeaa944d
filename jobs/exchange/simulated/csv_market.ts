import { join } from "@std/path";
import { readCandleCsv } from "../candle_csv.ts";
import { CandleFileError, type ImportedCandle } from "../candle_file.ts";
import type { Candle } from "../kline.ts";
import { SIMULATED_COINS } from "./coins.ts";
import { type Market, rowJson, type RowQuery, splitSymbol } from "./market.ts";

const HOUR_MS = 3_600_000;

export interface CsvMarketOptions {
  readonly dir: string;
  /** Move all candles by whole hours so that the newest is the last closed hour at `nowMs`. */
  readonly shift: boolean;
  readonly nowMs: number;
}

interface Tape {
  readonly openTimes: readonly number[];
  readonly rows: readonly string[];
}

/**
 * A market of real candles: every `.csv` and `.csv.gz` of a directory, not of the ones below it.
 * Hours that are missing stay missing. Supplies are not known, so coins rank by quote volume.
 * Binance's dialect cannot leave the quote volume out: where a file does, it is taken as volume
 * times the typical price (high + low + close) / 3.
 *
 * @throws {CandleFileError} for a directory without candles, or a file that cannot be used.
 */
export async function createCsvMarket(options: CsvMarketOptions): Promise<Market> {
  const candles = await readDirectory(options.dir, options.nowMs);
  const shiftMs = options.shift ? shiftFor(candles, options.nowMs) : 0;
  const tapes = new Map<string, Tape>();
  for (const [symbol, list] of candles) tapes.set(symbol, createTape(list, shiftMs));
  const listings = [...tapes.keys()].sort().map((symbol) => ({
    symbol,
    ...splitSymbol(symbol),
    status: "TRADING" as const,
  }));

  return {
    instruments: () => listings,
    products: () =>
      listings.map((listing) => ({
        ...listing,
        name: SIMULATED_COINS.find((coin) => coin.asset === listing.base)?.name ?? listing.base,
        supply: null,
        tags: [],
      })),
    rows: (query, nowMs) => rowsOf(tapes.get(query.symbol), query, nowMs),
    newest: (symbol, nowMs) => {
      const tape = tapes.get(symbol);
      return tape?.openTimes[upperBound(tape.openTimes, nowMs) - 1] ?? null;
    },
  };
}

async function readDirectory(dir: string, nowMs: number): Promise<Map<string, Candle[]>> {
  const bySymbol = new Map<string, Map<number, Candle>>();
  for (const path of await csvFiles(dir)) {
    const file = await readCandleCsv(path, { nowMs });
    for await (const { rows } of file.batches()) collect(bySymbol, rows);
  }
  if (bySymbol.size === 0) throw new CandleFileError(`${dir} holds no candles in .csv or .csv.gz`);
  return new Map(
    [...bySymbol].map(([symbol, byTime]) => [
      symbol,
      [...byTime.values()].sort((a, b) => a.openTimeMs - b.openTimeMs),
    ]),
  );
}

async function csvFiles(dir: string): Promise<string[]> {
  const paths: string[] = [];
  try {
    for await (const entry of Deno.readDir(dir)) {
      if (!entry.isDirectory && /\.csv(\.gz)?$/.test(entry.name)) paths.push(join(dir, entry.name));
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new CandleFileError(`the directory ${dir} does not exist`);
    }
    throw error;
  }
  return paths.sort();
}

/** An hour that is in two files, or twice in one, is taken from the last. */
function collect(
  bySymbol: Map<string, Map<number, Candle>>,
  rows: readonly ImportedCandle[],
): void {
  for (const { symbol, candle } of rows) {
    const byTime = bySymbol.get(symbol) ?? new Map<number, Candle>();
    bySymbol.set(symbol, byTime.set(candle.openTimeMs, candle));
  }
}

/** One shift for all symbols, so that they stay in step. */
function shiftFor(candles: Map<string, Candle[]>, nowMs: number): number {
  const newestMs = Math.max(...[...candles.values()].map((list) => list.at(-1)!.openTimeMs));
  const lastClosedMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS - HOUR_MS;
  return lastClosedMs - newestMs;
}

function createTape(candles: readonly Candle[], shiftMs: number): Tape {
  return {
    openTimes: candles.map((candle) => candle.openTimeMs + shiftMs),
    rows: candles.map((candle) => rowText(candle, shiftMs)),
  };
}

function rowText(candle: Candle, shiftMs: number): string {
  const { open, high, low, close, volume } = candle;
  const typical = (Number(high) + Number(low) + Number(close)) / 3;
  const quoteVolume = candle.quoteVolume ?? (Number(volume) * typical).toFixed(8);
  return rowJson({
    openTimeMs: candle.openTimeMs + shiftMs,
    open,
    high,
    low,
    close,
    volume,
    quoteVolume,
    trades: Number(volume) > 0 ? Math.ceil(Number(quoteVolume) / 700) : 0,
    takerBase: "0",
    takerQuote: "0",
  });
}

function rowsOf(tape: Tape | undefined, query: RowQuery, nowMs: number): string[] {
  if (!tape) return [];
  const end = upperBound(tape.openTimes, Math.min(query.toMs ?? nowMs, nowMs));
  const start = query.fromMs === null
    ? Math.max(0, end - query.limit)
    : upperBound(tape.openTimes, query.fromMs - 1);
  return tape.rows.slice(start, Math.min(end, start + query.limit));
}

/** How many of the sorted times are at or before `timeMs`. */
function upperBound(times: readonly number[], timeMs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
