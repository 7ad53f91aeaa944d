import { basename } from "@std/path";
import {
  batchLines,
  type CandleFile,
  CandleFileError,
  type CandleFileOptions,
  createLineCutter,
  digestFile,
  type LineResult,
  verifyChecksum,
} from "./candle_file.ts";
import { parseKline } from "./kline.ts";
import { inflateEntry, listZipEntries, verifyEntry, type ZipEntry } from "./zip_entry.ts";

/** `BTCUSDT-1h-2024-12.csv`, monthly or daily. */
const ENTRY_NAME = /(?:^|\/)([^/]+?)-(\d+[a-zA-Z]+)-\d{4}-\d{2}(?:-\d{2})?\.csv$/;
/** Above this a time is in microseconds: in milliseconds it would be after the year 5138. */
const MICROSECONDS_FROM = 1e14;
/** Columns that hold counts and times, not decimals: open time, close time, trades. */
const WHOLE_NUMBERS = [0, 6, 8] as const;

/**
 * Opens one of Binance's public archives of hourly spot klines
 * (https://data.binance.vision, `BTCUSDT-1h-2024-12.zip`). Its `.CHECKSUM` is verified where it
 * lies beside it, and zip's own CRC always, before the first row is given. Times are in
 * milliseconds, from 2025-01-01 on in microseconds; that is told row by row.
 *
 * @throws {CandleFileError} for a missing, empty, damaged or foreign file.
 */
export async function readArchive(path: string, options: CandleFileOptions): Promise<CandleFile> {
  const { sha256, bytes } = await digestFile(path);
  if (bytes === 0) throw new CandleFileError(`${path} is empty`);
  const checksum = await verifyChecksum(path, sha256);
  const { entry, symbol } = findCandles(path, await Deno.readFile(path));
  verifyEntry(path, entry);
  if (entry.size === 0) throw new CandleFileError(`${path} holds an empty ${entry.name}`);
  return {
    name: basename(path),
    sha256,
    checksum,
    batches: () =>
      batchLines(
        linesOf(entry),
        (line, at) => parseLine(line, at, symbol, options.nowMs),
        options.batchRows,
      ),
  };
}

function findCandles(path: string, bytes: Uint8Array): { entry: ZipEntry; symbol: string } {
  for (const entry of listZipEntries(path, bytes)) {
    const [, symbol, interval] = ENTRY_NAME.exec(entry.name) ?? [];
    if (symbol === undefined) continue;
    if (interval === "1h") return { entry, symbol };
    throw new CandleFileError(`${path} holds ${interval} candles; only hourly ones (1h) are used`);
  }
  throw new CandleFileError(
    `${path} holds no candles: a file such as BTCUSDT-1h-2024-12.csv is expected in it`,
  );
}

function* linesOf(entry: ZipEntry): Generator<string[]> {
  const decoder = new TextDecoder();
  const cutter = createLineCutter();
  for (const piece of inflateEntry(entry)) {
    yield cutter.push(decoder.decode(piece, { stream: true }));
  }
  yield cutter.rest();
}

function parseLine(line: string, number: number, symbol: string, nowMs: number): LineResult {
  // Some archives carry a header, most do not.
  if (number === 1 && line.startsWith("open_time")) return null;
  const fields: unknown[] = line.split(",");
  for (const column of WHOLE_NUMBERS) {
    if (column < fields.length) fields[column] = wholeNumber(fields[column]);
  }
  const result = parseKline(fields, nowMs);
  if (result.ok) return { line: number, symbol, candle: result.candle };
  const openTimeMs = result.openTimeMs ?? null;
  return { line: number, symbol, openTimeMs, reason: result.reason, raw: line };
}

/** Digits become a number, of microseconds become milliseconds; anything else stays to be refused. */
function wholeNumber(field: unknown): unknown {
  if (typeof field !== "string" || !/^\d{1,16}$/.test(field)) return field;
  const value = Number(field);
  return value >= MICROSECONDS_FROM ? Math.floor(value / 1000) : value;
}
