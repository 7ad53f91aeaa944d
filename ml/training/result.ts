import type { EngineName } from "../engines/engine.ts";
import type { Manifest } from "../manifest.ts";
import type { Assessment } from "./assess.ts";
import type { FitProgress, FitResult } from "./fit.ts";
import type { TrainingData } from "./prepare_data.ts";
import type { Shrinkage } from "./shrink.ts";

export type TrainingPhase = "preparing" | "training" | "evaluating" | "exporting";

/** Losses are mean pinball losses in scaled units; `NaN` until known. */
export interface TrainingProgress extends FitProgress {
  readonly phase: TrainingPhase;
  /** What the naive forecast scores on the validation block: the loss to beat. */
  readonly naiveLoss: number;
}

export interface TrainingHooks {
  readonly onProgress?: (progress: TrainingProgress) => void;
  /** Receives the state of training every `checkpointEveryMs`, for `resumeFrom`. */
  readonly onCheckpoint?: (bytes: Uint8Array<ArrayBuffer>) => void;
  /** A checkpoint of an interrupted training; one that does not fit is ignored. */
  readonly resumeFrom?: Uint8Array | undefined;
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch; by default the system's clock. */
  readonly now?: () => number;
}

export interface TrainingReport {
  /** From the last of the held-back blocks; see `Assessment`. */
  readonly validation: Assessment;
  readonly shrinkage: Shrinkage;
  readonly stoppedBecause: FitResult["stoppedBecause"];
  readonly steps: number;
  readonly seconds: number;
  readonly engine: EngineName;
  readonly engineReason: string;
  readonly agreement: number;
  /** Training windows, and windows left out by reason. */
  readonly windows: number;
  readonly dropped: TrainingData["train"]["dropped"];
  readonly resumed: boolean;
}

export interface TrainingResult {
  readonly onnx: Uint8Array<ArrayBuffer>;
  readonly manifest: Manifest;
  readonly report: TrainingReport;
}
