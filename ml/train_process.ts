/** The process in which a training runs; `run_training.ts` starts it. */
import os from "node:os";
import { connectOuterEnd } from "./model_process_end.ts";
import type { CoinSeries } from "./series.ts";
import {
  trainForecaster,
  type TrainingOptions,
  type TrainingProgress,
  type TrainingResult,
} from "./train.ts";

/** The first value sent; the series of each coin follow, one by one. */
export interface TrainRequest {
  readonly options: TrainingOptions;
  readonly resumeFrom: Uint8Array | undefined;
  readonly coins: number;
}

export type TrainReply =
  | { readonly kind: "progress"; readonly progress: TrainingProgress }
  | { readonly kind: "checkpoint"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "done"; readonly result: TrainingResult }
  | { readonly kind: "failed"; readonly message: string };

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
  const outer = connectOuterEnd();
  const reply = (message: TrainReply) => outer.reply(message);
  const { options, resumeFrom, coins } = await outer.next<TrainRequest>();
  const series: CoinSeries[] = [];
  while (series.length < coins) series.push(await outer.next<CoinSeries>());
  // Nothing more comes: what this waits for is the end of whoever started it.
  void outer.next();
  try {
    const result = await trainForecaster(series, options, {
      onProgress: (progress) => reply({ kind: "progress", progress }),
      onCheckpoint: (bytes) => reply({ kind: "checkpoint", bytes }),
      resumeFrom,
    });
    reply({ kind: "done", result });
  } catch (error) {
    reply({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
  Deno.exit(0);
}

if (import.meta.main) await main();
