import { crc32 } from "node:zlib";
import { Inflate } from "fflate";
import { CandleFileError, messageOf } from "./candle_file.ts";

/** One file inside a zip, still compressed. */
export interface ZipEntry {
  readonly name: string;
  readonly compressed: Uint8Array;
  readonly isDeflated: boolean;
  readonly size: number;
  readonly crc: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const PIECE = 64 * 1024;

/**
 * The entries of a zip by its central directory, whose sizes and CRCs hold even where the local
 * headers leave them out (APPNOTE 4.3). Zip64 and encryption are not needed here and refused.
 *
 * @throws {CandleFileError}
 */
export function listZipEntries(path: string, bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const end = findEnd(view);
    const count = view.getUint16(end + 10, true);
    const entries: ZipEntry[] = [];
    let at = view.getUint32(end + 16, true);
    for (let i = 0; i < count; i++) {
      const { entry, next } = readDirectoryEntry(view, bytes, at);
      entries.push(entry);
      at = next;
    }
    return entries;
  } catch (cause) {
    throw new CandleFileError(`${path} is not a whole zip file: ${messageOf(cause)}`);
  }
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 65_557);
  for (let at = view.byteLength - 22; at >= lowest; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw new Error("its directory is missing");
}

function readDirectoryEntry(
  view: DataView,
  bytes: Uint8Array,
  at: number,
): { entry: ZipEntry; next: number } {
  if (view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new Error("its directory is damaged");
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  if ((flags & 1) === 1) throw new Error("it is encrypted");
  if (method !== STORED && method !== DEFLATED) throw new Error(`compression ${method} is unknown`);
  const compressedSize = view.getUint32(at + 20, true);
  const nameLength = view.getUint16(at + 28, true);
  const local = view.getUint32(at + 42, true);
  if (view.getUint32(local, true) !== LOCAL_HEADER) throw new Error("an entry is misplaced");
  // The local header's own lengths: its extra field may differ from the directory's.
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + compressedSize > bytes.length) throw new Error("an entry is cut short");
  const entry: ZipEntry = {
    name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
    compressed: bytes.subarray(start, start + compressedSize),
    isDeflated: method === DEFLATED,
    size: view.getUint32(at + 24, true),
    crc: view.getUint32(at + 16, true),
  };
  const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  return { entry, next };
}

/** Inflates an entry piece by piece, so that a big file never lies in memory as a whole. */
export function* inflateEntry(entry: ZipEntry): Generator<Uint8Array> {
  if (!entry.isDeflated) {
    yield entry.compressed;
    return;
  }
  let ready: Uint8Array[] = [];
  const inflate = new Inflate((piece) => ready.push(piece));
  for (let at = 0; at < entry.compressed.length; at += PIECE) {
    const isLast = at + PIECE >= entry.compressed.length;
    inflate.push(entry.compressed.subarray(at, at + PIECE), isLast);
    yield* ready;
    ready = [];
  }
}

/** Inflates to the end and compares size and CRC-32, which fflate leaves to its caller. */
export function verifyEntry(path: string, entry: ZipEntry): void {
  let crc = 0;
  let size = 0;
  try {
    for (const piece of inflateEntry(entry)) {
      crc = crc32(piece, crc);
      size += piece.length;
    }
  } catch (cause) {
    throw new CandleFileError(`${path} is damaged: ${entry.name}: ${messageOf(cause)}`);
  }
  if (size !== entry.size || crc !== entry.crc) {
    throw new CandleFileError(`${path} is damaged: ${entry.name} does not match its CRC`);
  }
}
