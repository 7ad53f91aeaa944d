import { createHash } from "node:crypto";
import { BLOCK_BYTES, encodeHeader, paddingOf } from "./tar_header.ts";

/** What was written of one member. */
export interface WrittenMember {
  readonly bytes: number;
  /** Of the bytes as they lie in the archive. */
  readonly sha256: string;
}

/** Writes a tar file from its start to its end; what comes in is held for no longer than it takes. */
export interface ArchiveWriter {
  /** Adds a member whose size is known when its last byte has come. */
  add(name: string, content: AsyncIterable<Uint8Array>): Promise<WrittenMember>;
  /** Writes the end of the archive. */
  finish(): Promise<void>;
}

/** Writes into an open, empty file that can be sought in. */
export function createArchiveWriter(file: Deno.FsFile, modifiedMs: number): ArchiveWriter {
  let end = 0;

  async function add(name: string, content: AsyncIterable<Uint8Array>): Promise<WrittenMember> {
    const start = end;
    const hash = createHash("sha256");
    let bytes = 0;
    await file.seek(start + BLOCK_BYTES, Deno.SeekMode.Start);
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.length;
      await writeAll(file, chunk);
    }
    await writeAll(file, new Uint8Array(paddingOf(bytes)));
    end = start + BLOCK_BYTES + bytes + paddingOf(bytes);
    await file.seek(start, Deno.SeekMode.Start);
    await writeAll(file, encodeHeader({ name, bytes }, modifiedMs));
    return { bytes, sha256: hash.digest("hex") };
  }

  return {
    add,
    async finish() {
      await file.seek(end, Deno.SeekMode.Start);
      await writeAll(file, new Uint8Array(2 * BLOCK_BYTES));
    },
  };
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}
