/// <reference lib="deno.worker" />
import os from "node:os";
import type { TrainingProgress } from "../train.ts";
import { type FoldResult, type FoldTask, runFold } from "./run_fold.ts";

export type FoldReply =
  | { readonly kind: "part"; readonly part: string }
  | { readonly kind: "training"; readonly progress: TrainingProgress }
  | { readonly kind: "done"; readonly result: FoldResult }
  | { readonly kind: "failed"; readonly message: string };

function reply(message: FoldReply): void {
  self.postMessage(message);
}

/** On Linux priority belongs to a thread: serving goes first, evaluation takes what is left. */
function giveWay(): void {
  if (Deno.build.os !== "linux") return;
  try {
    os.setPriority(0, os.constants.priority.PRIORITY_LOW);
  } catch {
    // Without the permission the evaluation merely competes on equal terms.
  }
}

self.onmessage = async ({ data }: MessageEvent<FoldTask>) => {
  giveWay();
  try {
    const result = await runFold(data, {
      now: () => performance.now(),
      onPart: (part) => reply({ kind: "part", part }),
      onTraining: (progress) => reply({ kind: "training", progress }),
    });
    reply({ kind: "done", result });
  } catch (error) {
    reply({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
};
