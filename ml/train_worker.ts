/// <reference lib="deno.worker" />
import os from "node:os";
import type { CoinSeries } from "./series.ts";
import {
  trainForecaster,
  type TrainingOptions,
  type TrainingProgress,
  type TrainingResult,
} from "./train.ts";

/** The one request of a training worker. */
export interface TrainRequest {
  readonly series: readonly CoinSeries[];
  readonly options: TrainingOptions;
  readonly resumeFrom: Uint8Array | undefined;
}

export type TrainReply =
  | { readonly kind: "progress"; readonly progress: TrainingProgress }
  | { readonly kind: "checkpoint"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "done"; readonly result: TrainingResult }
  | { readonly kind: "failed"; readonly message: string };

function reply(message: TrainReply, transfer: ArrayBuffer[] = []): void {
  self.postMessage(message, transfer);
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

self.onmessage = async ({ data }: MessageEvent<TrainRequest>) => {
  giveWay();
  try {
    const result = await trainForecaster(data.series, data.options, {
      onProgress: (progress) => reply({ kind: "progress", progress }),
      onCheckpoint: (bytes) => reply({ kind: "checkpoint", bytes }, [bytes.buffer]),
      resumeFrom: data.resumeFrom,
    });
    reply({ kind: "done", result }, [result.onnx.buffer]);
  } catch (error) {
    reply({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
};
