import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { type Archive, ArchiveError } from "./archive_reader.ts";
import type { ManifestTable } from "./manifest.ts";

const CHUNK_BYTES = 256 * 1024;
/** The level at which the processor keeps up with the server. */
const LEVEL = 3;
const NEWLINE = 10;

export function compress() {
  const params = {
    [constants.ZSTD_c_compressionLevel]: LEVEL,
    [constants.ZSTD_c_checksumFlag]: 1,
  };
  return createZstdCompress({ chunkSize: CHUNK_BYTES, params });
}

export function decompress() {
  return createZstdDecompress({ chunkSize: CHUNK_BYTES });
}

/** What passed through a {@link meter}. */
export interface Measured {
  rows: number;
  bytes: number;
}

/**
 * Passes COPY's text on and counts it. In that format a newline is the end of a row and nothing else:
 * one inside a value is written as `\n`.
 *
 * @param limitBytes more than so many end the stream with an error
 */
export function meter(measured: Measured, limitBytes = Infinity): Transform {
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      measured.bytes += chunk.length;
      measured.rows += countRows(chunk);
      if (measured.bytes > limitBytes) done(new Error("it holds more than was written"));
      else done(null, chunk);
    },
  });
}

function countRows(chunk: Uint8Array): number {
  let rows = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) rows += 1;
  return rows;
}

/**
 * The compressed bytes of a table; the last one is followed by an error where they are not those that
 * were written, so that who reads to the end without one has read what was backed up.
 */
export async function* readTable(
  archive: Archive,
  table: ManifestTable,
): AsyncIterable<Uint8Array> {
  const hash = createHash("sha256");
  for await (const chunk of archive.read(table.file)) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest("hex") === table.sha256) return;
  throw new ArchiveError(archive.path, `${table.file} does not have its checksum`);
}
