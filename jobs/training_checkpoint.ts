import { join } from "@std/path";
import type { JobContext } from "./context.ts";

export interface TrainingCheckpoint {
  /** What an interrupted training left; undefined where there is none or it is too old. */
  readonly resumeFrom: Uint8Array | undefined;
  /** The newest candle of that training: it goes on with the same ones, else it would be another. */
  readonly candlesToMs: number | undefined;
  /** Writes a checkpoint in the background; while one is being written the next is passed over. */
  save(bytes: Uint8Array, candlesToMs: number): void;
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
  async function write(bytes: Uint8Array, candlesToMs: number): Promise<void> {
    try {
      await Deno.writeFile(aside, withTime(bytes, candlesToMs));
      await Deno.rename(aside, path);
    } catch (error) {
      context.log.warn(`The training checkpoint could not be written: ${String(error)}`);
    } finally {
      writing = null;
    }
  }
  const left = await readRecent(path, context.now());
  return {
    resumeFrom: left?.bytes,
    candlesToMs: left?.candlesToMs,
    save(bytes, candlesToMs) {
      writing ??= write(bytes, candlesToMs);
    },
    async remove() {
      await writing;
      await removeIfAny(path);
      await removeIfAny(aside);
    },
  };
}

/** The file starts with the time of the newest candle, a float64. */
function withTime(bytes: Uint8Array, candlesToMs: number): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(TIME_BYTES + bytes.length);
  new DataView(file.buffer).setFloat64(0, candlesToMs, true);
  file.set(bytes, TIME_BYTES);
  return file;
}

const TIME_BYTES = 8;

async function readRecent(path: string, nowMs: number) {
  try {
    const { mtime } = await Deno.stat(path);
    if (mtime === null || nowMs - mtime.getTime() > MAX_AGE_MS) return undefined;
    const file = await Deno.readFile(path);
    if (file.length <= TIME_BYTES) return undefined;
    const candlesToMs = new DataView(file.buffer).getFloat64(0, true);
    if (!Number.isFinite(candlesToMs)) return undefined;
    return { bytes: file.subarray(TIME_BYTES), candlesToMs };
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
