import type { JobRun } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { readProgress } from "./progress.ts";
import type { SetupProgress, SetupStep } from "./schema.ts";

type StepId = SetupStep["id"];

const UNITS: Record<StepId, string> = { collect: "candles", train: "steps", publish: "coins" };

const WAITING: Record<StepId, string> = {
  collect: "Candles are collected next.",
  train: "The model is trained when the candles are there.",
  publish: "Forecasts are published when the candles are there.",
};

/** How far the way from an empty database to forecasts has been gone, step by step. */
export async function readSetupProgress(app: App): Promise<SetupProgress> {
  const [{ collect, train, publish }, published, overview] = await Promise.all([
    app.jobRuns(),
    app.publications.read(),
    app.overview(),
  ]);
  const complete = published !== null &&
    (published.publication.modelId !== null || train?.status === "completed");
  return {
    steps: [
      toStep(app, "collect", collect),
      toStep(app, "train", train),
      publishStep(app, publish, published !== null, complete),
    ],
    complete,
    coins_with_candles: overview.length,
    forecasts_published: published !== null,
    simulated: await app.simulated(),
  };
}

const DONE: Record<StepId, string> = {
  collect: "The candles are collected.",
  train: "The model is trained.",
  publish: "The forecasts are published.",
};

function toStep(app: App, id: StepId, run: JobRun | null): SetupStep {
  const progress = readProgress(run?.progress);
  const state = stateOf(run, app.now());
  return {
    id,
    state,
    done: progress.done,
    total: progress.total,
    unit: progress.unit || UNITS[id],
    rate_per_second: state === "running" ? progress.ratePerSecond : null,
    seconds_left: state === "running" ? progress.secondsLeft : null,
    message: state === "done"
      ? readDecision(run) ?? DONE[id]
      : describeFailure(run) ?? progress.message ?? WAITING[id],
    loss: progress.loss,
    naive_loss: progress.naiveLoss,
    started_at: run === null ? null : iso(run.startedAtMs),
    finished_at: run === null || run.finishedAtMs === null ? null : iso(run.finishedAtMs),
  };
}

function describeFailure(run: JobRun | null): string | null {
  return run?.error ? `${run.error} It is tried again by itself.` : null;
}

/** Why a trained model was taken or not, as the training job has put it. */
function readDecision(run: JobRun | null): string | null {
  const decision = run?.result?.decision;
  return typeof decision === "string" && decision !== "" ? decision : null;
}

/** The naive forecasts come before training; the step is done with the forecasts that follow it. */
function publishStep(
  app: App,
  run: JobRun | null,
  published: boolean,
  complete: boolean,
): SetupStep {
  const step = toStep(app, "publish", run);
  if (complete || step.state !== "done") return step;
  const message = published
    ? "Naive forecasts are published. Those of the trained model follow."
    : WAITING.publish;
  return { ...step, state: "waiting", message };
}

/** A run whose lease has run out belongs to a process that is gone; another takes it up. */
function stateOf(run: JobRun | null, nowMs: number): SetupStep["state"] {
  if (run === null) return "waiting";
  if (run.status === "completed") return "done";
  if (run.status === "failed") return "failed";
  return run.leaseUntilMs > nowMs ? "running" : "waiting";
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
