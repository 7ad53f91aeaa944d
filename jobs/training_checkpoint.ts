import { join } from "@std/path";
import type { JobContext } from "./context.ts";

export interface TrainingCheckpoint {
  /** What an interrupted training left; undefined where there is none or it is too old. */
  readonly resumeFrom: Uint8Array | undefined;
  /** Writes a checkpoint in the background; while one is being written the next is passed over. */
  save(bytes: Uint8Array): void;
  /** Once the training is over. */
  remove(): Promise<void>;
}

/** Candles move on: what is older than this is trained anew. */
const MAX_AGE_MS = 24 * 3_600_000;

/**
 * The checkpoint file of the training in DATA_DIR. It is written aside and renamed, so that a kill in
 * the middle leaves the one before; one that does not fit is ignored by the trainer.
 */
export async function openCheckpoint(context: JobContext): Promise<TrainingCheckpoint> {
  const dir = join(context.config.dataDir, "training");
  const path = join(dir, "checkpoint.bin");
  const aside = `${path}.tmp`;
  await Deno.mkdir(dir, { recursive: true });
  let writing: Promise<void> | null = null;
  async function write(bytes: Uint8Array): Promise<void> {
    try {
      await Deno.writeFile(aside, bytes);
      await Deno.rename(aside, path);
    } catch (error) {
      context.log.warn(`The training checkpoint could not be written: ${String(error)}`);
    } finally {
      writing = null;
    }
  }
  return {
    resumeFrom: await readRecent(path, context.now()),
    save(bytes) {
      writing ??= write(bytes);
    },
    async remove() {
      await writing;
      await removeIfAny(path);
      await removeIfAny(aside);
    },
  };
}

async function readRecent(path: string, nowMs: number): Promise<Uint8Array | undefined> {
  try {
    const { mtime } = await Deno.stat(path);
    if (mtime === null || nowMs - mtime.getTime() > MAX_AGE_MS) return undefined;
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

async function removeIfAny(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
