import { basename } from "@std/path";
import {
  batchLines,
  type CandleFile,
  CandleFileError,
  type CandleFileOptions,
  createLineCutter,
  digestFile,
  type LineResult,
  messageOf,
  openFile,
  verifyChecksum,
} from "./candle_file.ts";
import { parseCandle } from "./kline.ts";

/** First line of the import format. */
export const CSV_HEADER = "symbol,open_time_ms,open,high,low,close,volume,quote_volume";
const FIELDS = 8;

/**
 * Opens a file of hourly candles in the import format ({@link CSV_HEADER}; `.gz` too;
 * `quote_volume` may be empty). The file is read once as a whole before the first row is given,
 * so that a damaged one gives none.
 *
 * @throws {CandleFileError} for a missing, empty, damaged or foreign file.
 */
export async function readCandleCsv(
  path: string,
  options: CandleFileOptions,
): Promise<CandleFile> {
  const { sha256, bytes } = await digestFile(path);
  if (bytes === 0) throw new CandleFileError(`${path} is empty`);
  const checksum = await verifyChecksum(path, sha256);
  await checkContent(path);
  return {
    name: basename(path),
    sha256,
    checksum,
    batches: () =>
      batchLines(
        linesOf(path),
        (line, at) => parseLine(line, at, options.nowMs),
        options.batchRows,
      ),
  };
}

/** Reads to the end, which checks gzip's checksum, and looks at the first line. */
async function checkContent(path: string): Promise<void> {
  let first: string | undefined;
  let lines = 0;
  for await (const group of linesOf(path)) {
    first ??= group.find((line) => line !== "");
    lines += group.filter((line) => line !== "").length;
  }
  if (first === undefined) throw new CandleFileError(`${path} holds no lines`);
  if (first !== CSV_HEADER && first.split(",").length !== FIELDS) {
    throw new CandleFileError(
      `${path} is not a candle file: the first line should be "${CSV_HEADER}", ` +
        `not "${first.slice(0, 80)}"`,
    );
  }
  if (first === CSV_HEADER && lines === 1) {
    throw new CandleFileError(`${path} holds a header and no candles`);
  }
}

async function* linesOf(path: string): AsyncGenerator<string[]> {
  const file = await openFile(path);
  const bytes = path.endsWith(".gz") ? file.pipeThrough(new DecompressionStream("gzip")) : file;
  const cutter = createLineCutter();
  try {
    for await (const text of bytes.pipeThrough(new TextDecoderStream())) yield cutter.push(text);
  } catch (cause) {
    throw new CandleFileError(`${path} is damaged: ${messageOf(cause)}`);
  }
  yield cutter.rest();
}

function parseLine(line: string, number: number, nowMs: number): LineResult {
  if (line === CSV_HEADER) return null;
  const fields = line.split(",");
  if (fields.length !== FIELDS) {
    const reason = `the line has ${fields.length} fields, not ${FIELDS}`;
    return { line: number, symbol: null, openTimeMs: null, reason, raw: line };
  }
  const symbol = fields[0]!;
  if (!/^[\p{L}\p{N}._-]{1,20}$/u.test(symbol)) {
    const reason = `"${symbol.slice(0, 40)}" is not a symbol`;
    return { line: number, symbol: null, openTimeMs: null, reason, raw: line };
  }
  const result = parseCandle({
    openTime: /^\d+$/.test(fields[1]!) ? Number(fields[1]) : fields[1],
    closeTime: undefined,
    open: fields[2],
    high: fields[3],
    low: fields[4],
    close: fields[5],
    volume: fields[6],
    quoteVolume: fields[7] === "" ? null : fields[7],
    trades: null,
  }, nowMs);
  if (result.ok) return { line: number, symbol, candle: result.candle };
  const openTimeMs = result.openTimeMs ?? null;
  return { line: number, symbol, openTimeMs, reason: result.reason, raw: line };
}
