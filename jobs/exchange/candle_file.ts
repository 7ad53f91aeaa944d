import { createHash } from "node:crypto";
import type { Candle } from "./kline.ts";

/** A candle file whose integrity has been checked as a whole. */
export interface CandleFile {
  /** File name without its directory; part of the provenance. */
  readonly name: string;
  /** SHA-256 of the file as it lies on disk, hexadecimal. */
  readonly sha256: string;
  /** Whether a `.CHECKSUM` file beside it agreed, or there was none. */
  readonly checksum: "verified" | "absent";
  /** The rows in the file's order, some thousand at a time. */
  batches(): AsyncIterable<CandleBatch>;
}

export interface CandleBatch {
  readonly rows: readonly ImportedCandle[];
  readonly rejected: readonly RejectedRow[];
}

export interface ImportedCandle {
  /** Line in the file, the first is 1. */
  readonly line: number;
  /** Exchange symbol, for instance `BTCUSDT`. */
  readonly symbol: string;
  readonly candle: Candle;
}

export interface RejectedRow {
  readonly line: number;
  readonly symbol: string | null;
  readonly openTimeMs: number | null;
  readonly reason: string;
  /** The line as it stands in the file. */
  readonly raw: string;
}

export interface CandleFileOptions {
  /** Candles that open later are rejected; decides which are closed. */
  readonly nowMs: number;
  /** Rows per batch. Default 5000. */
  readonly batchRows?: number;
}

/** A file that cannot be used at all; the message names it and says why. */
export class CandleFileError extends Error {
  override readonly name = "CandleFileError";
}

/** What one line of a file turned out to be; null for a line to pass over, such as a header. */
export type LineResult = ImportedCandle | RejectedRow | null;

const DEFAULT_BATCH_ROWS = 5_000;

/** SHA-256 of a file, read in pieces; its size tells an empty file. */
export async function digestFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of await openFile(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** Opens a file for reading in pieces. Throws {@link CandleFileError} where there is none. */
export async function openFile(path: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  try {
    const file = await Deno.open(path, { read: true });
    const { isFile } = await file.stat();
    if (isFile) return file.readable;
    file.close();
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) throw new CandleFileError(`${path} does not exist`);
    throw new CandleFileError(`${path} cannot be read: ${messageOf(cause)}`);
  }
  throw new CandleFileError(`${path} is not a file`);
}

/**
 * Compares with the `.CHECKSUM` file beside it, in the form of sha256sum, as Binance publishes it.
 */
export async function verifyChecksum(
  path: string,
  sha256: string,
): Promise<"verified" | "absent"> {
  let text: string;
  try {
    text = await Deno.readTextFile(`${path}.CHECKSUM`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "absent";
    throw new CandleFileError(`${path}.CHECKSUM cannot be read: ${messageOf(error)}`);
  }
  const stated = /^\s*([0-9a-fA-F]{64})\b/.exec(text)?.[1]?.toLowerCase();
  if (stated === undefined) throw new CandleFileError(`${path}.CHECKSUM holds no SHA-256`);
  if (stated !== sha256) {
    throw new CandleFileError(
      `${path} does not match its checksum: ${stated} is stated, ${sha256} is found; ` +
        `fetch the file again`,
    );
  }
  return "verified";
}

/** Groups lines into batches of parsed rows. `chunks` are groups of complete lines. */
export async function* batchLines(
  chunks: AsyncIterable<string[]> | Iterable<string[]>,
  parse: (line: string, number: number) => LineResult,
  batchRows = DEFAULT_BATCH_ROWS,
): AsyncGenerator<CandleBatch> {
  let rows: ImportedCandle[] = [];
  let rejected: RejectedRow[] = [];
  let number = 0;
  for await (const lines of chunks) {
    for (const line of lines) {
      number++;
      const result = line === "" ? null : parse(line, number);
      if (result === null) continue;
      if ("candle" in result) rows.push(result);
      else rejected.push(result);
      if (rows.length + rejected.length >= batchRows) {
        yield { rows, rejected };
        rows = [];
        rejected = [];
      }
    }
  }
  if (rows.length + rejected.length > 0) yield { rows, rejected };
}

/** Cuts text into lines, keeping the unfinished one for the next piece. */
export function createLineCutter(): { push(text: string): string[]; rest(): string[] } {
  let tail = "";
  let isFirst = true;
  return {
    push(text) {
      const start = isFirst && text.startsWith("\uFEFF") ? text.slice(1) : text;
      if (text !== "") isFirst = false;
      const lines = (tail + start).split("\n");
      tail = lines.pop() ?? "";
      return lines.map(withoutReturn);
    },
    rest: () => (tail === "" ? [] : [withoutReturn(tail)]),
  };
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
