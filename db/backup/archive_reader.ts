import { type FileHandle, open } from "node:fs/promises";
import { DatabaseError } from "../database.ts";
import { BLOCK_BYTES, decodeHeader, paddingOf } from "./tar_header.ts";

const READ_BYTES = 256 * 1024;

/** An open archive whose structure is sound; what is inside its members has not been looked at. */
export interface Archive extends AsyncDisposable {
  readonly path: string;
  /** Names and sizes in the order of the file. */
  readonly members: ReadonlyMap<string, number>;
  /** The bytes of a member, as they lie there. */
  read(name: string): AsyncIterable<Uint8Array>;
}

interface Place {
  readonly start: number;
  readonly bytes: number;
}

/** An archive that cannot be used, and why. */
export class ArchiveError extends DatabaseError {
  constructor(path: string, reason: string) {
    super(`The backup ${path} cannot be used: ${reason}. Nothing was changed.`);
  }
}

/**
 * Opens an archive and finds its members: only headers are read, whatever its size.
 *
 * @throws {ArchiveError} where it is missing, cut off, or no tar file
 */
export async function openArchive(path: string): Promise<Archive> {
  const file = await open(path, "r").catch((error: Error) => {
    throw new ArchiveError(path, error.message);
  });
  try {
    const places = await findMembers(file);
    return {
      path,
      members: new Map([...places].map(([name, { bytes }]) => [name, bytes])),
      read: (name) => readPlace(file, places.get(name)!),
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw new ArchiveError(path, error instanceof Error ? error.message : String(error));
  }
}

async function findMembers(file: FileHandle): Promise<Map<string, Place>> {
  const { size } = await file.stat();
  const places = new Map<string, Place>();
  for (let at = 0;;) {
    const member = decodeHeader(await readExactly(file, at, BLOCK_BYTES));
    if (member === null) {
      await assertZeros(file, at, size - at);
      if (size - at !== 2 * BLOCK_BYTES) throw new Error("it does not end where it should");
      return places;
    }
    const { name, bytes } = member;
    if (places.has(name)) throw new Error(`it has ${name} twice`);
    const start = at + BLOCK_BYTES;
    places.set(name, { start, bytes });
    await assertZeros(file, start + bytes, paddingOf(bytes));
    at = start + bytes + paddingOf(bytes);
  }
}

async function assertZeros(file: FileHandle, at: number, length: number): Promise<void> {
  const bytes = await readExactly(file, at, Math.min(length, 2 * BLOCK_BYTES));
  if (bytes.some((byte) => byte !== 0)) throw new Error("something stands between its members");
}

async function readExactly(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done);
    if (bytesRead === 0) throw new Error("it is cut off");
    done += bytesRead;
  }
  return bytes;
}

async function* readPlace(file: FileHandle, { start, bytes }: Place): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes; at += READ_BYTES) {
    yield await readExactly(file, start + at, Math.min(READ_BYTES, bytes - at));
  }
}
