/** Everything in a tar file is in blocks of this size. */
export const BLOCK_BYTES = 512;

/** Sizes from here on do not fit into eleven octal digits and are written in binary. */
const OCTAL_LIMIT = 8 ** 11;
const NAME_BYTES = 100;
const USTAR = "ustar\u000000";
const FILE = "0";

export interface TarMember {
  /** At most 100 plain characters. */
  readonly name: string;
  readonly bytes: number;
}

/** How many zero bytes follow a member of this size. */
export function paddingOf(bytes: number): number {
  return (BLOCK_BYTES - bytes % BLOCK_BYTES) % BLOCK_BYTES;
}

/** The header of a plain file that only its owner may read. */
export function encodeHeader(member: TarMember, modifiedMs: number): Uint8Array<ArrayBuffer> {
  const { name, bytes } = member;
  if (name.length > NAME_BYTES) {
    throw new RangeError(`"${name}" is too long a name for a tar file.`);
  }
  const block = new Uint8Array(BLOCK_BYTES);
  const put = (at: number, text: string) => block.set(new TextEncoder().encode(text), at);
  put(0, name);
  put(100, "0000600\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  if (bytes < OCTAL_LIMIT) put(124, octal(bytes, 11));
  else putBinary(block.subarray(124, 136), bytes);
  put(136, octal(Math.floor(modifiedMs / 1000), 11));
  put(156, FILE);
  put(257, USTAR);
  put(148, `${octal(sumOf(block), 6)} `);
  return block;
}

/**
 * Reads a header.
 *
 * @returns null for a block of zeros, which is the end of the archive
 * @throws Error with the reason where it is no header of a plain file
 */
export function decodeHeader(block: Uint8Array): TarMember | null {
  if (block.every((byte) => byte === 0)) return null;
  if (Number.parseInt(textAt(block, 148, 8), 8) !== sumOf(block)) {
    throw new Error("a header does not have its checksum");
  }
  if (textAt(block, 257, 8).slice(0, 5) !== USTAR.slice(0, 5) || textAt(block, 156, 1) !== FILE) {
    throw new Error("a member is not a plain file");
  }
  return { name: textAt(block, 0, NAME_BYTES), bytes: sizeIn(block.subarray(124, 136)) };
}

function octal(value: number, digits: number): string {
  return `${value.toString(8).padStart(digits, "0")}\0`;
}

/** The sum of all bytes, those of the sum itself taken for spaces. */
function sumOf(block: Uint8Array): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
}

function textAt(block: Uint8Array, at: number, length: number): string {
  const bytes = block.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** GNU's way, which bsdtar reads too: the highest bit is set and the rest is the number. */
function putBinary(field: Uint8Array, value: number): void {
  const view = new DataView(field.buffer, field.byteOffset);
  field[0] = 0x80;
  view.setBigUint64(4, BigInt(value));
}

function sizeIn(field: Uint8Array): number {
  if (field[0] !== 0x80) return Number.parseInt(textAt(field, 0, 12), 8);
  return Number(new DataView(field.buffer, field.byteOffset).getBigUint64(4));
}
