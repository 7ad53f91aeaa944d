/**
 * The process in which a training runs; `run_training.ts` starts it and speaks with it in frames over
 * its input and output. It has neither a network nor a database nor a right to write.
 */
import os from "node:os";
import type { CoinSeries } from "./series.ts";
import {
  trainForecaster,
  type TrainingOptions,
  type TrainingProgress,
  type TrainingResult,
} from "./train.ts";
import { decodeFrames, encodeFrame } from "./training/frames.ts";

/** The first frame; one for the series of each coin follows. */
export interface TrainRequest {
  readonly options: TrainingOptions;
  readonly resumeFrom: Uint8Array | undefined;
  readonly coins: number;
}

export type TrainReply =
  | { readonly kind: "progress"; readonly progress: TrainingProgress; readonly megabytes: number }
  | { readonly kind: "checkpoint"; readonly bytes: Uint8Array }
  | { readonly kind: "done"; readonly result: TrainingResult }
  | { readonly kind: "failed"; readonly message: string };

/** Whoever started this process is gone: there is nobody to train for. */
function leave(): never {
  Deno.exit(1);
}

function reply(message: TrainReply): void {
  const frame = encodeFrame(message);
  try {
    for (let at = 0; at < frame.length;) at += Deno.stdout.writeSync(frame.subarray(at));
  } catch {
    leave();
  }
}

/** On Linux priority belongs to a thread: serving goes first, training takes what is left. */
function giveWay(): void {
  if (Deno.build.os !== "linux") return;
  try {
    os.setPriority(0, os.constants.priority.PRIORITY_LOW);
  } catch {
    // Without the permission training merely competes on equal terms.
  }
}

async function main(): Promise<void> {
  giveWay();
  // Only frames may go to the output.
  console.log = console.info = console.debug = console.error;
  const frames = decodeFrames(Deno.stdin.readable);
  const { options, resumeFrom, coins } = await next<TrainRequest>(frames);
  const series: CoinSeries[] = [];
  while (series.length < coins) series.push(await next<CoinSeries>(frames));
  void frames.next().then(leave);
  try {
    const result = await trainForecaster(series, options, {
      onProgress: (progress) =>
        reply({ kind: "progress", progress, megabytes: residentMegabytes() }),
      onCheckpoint: (bytes) => reply({ kind: "checkpoint", bytes }),
      resumeFrom,
    });
    reply({ kind: "done", result });
  } catch (error) {
    reply({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
  Deno.exit(0);
}

/** Both ends are this program: what comes is what `run_training.ts` sends. */
async function next<Value>(frames: AsyncGenerator<unknown, void>): Promise<Value> {
  const { value, done } = await frames.next();
  return done ? leave() : value as Value;
}

function residentMegabytes(): number {
  return Deno.memoryUsage().rss / 2 ** 20;
}

if (import.meta.main) await main();
