import { Cron } from "croner";
import { z } from "zod";
import type { JobRun } from "../../db/mod.ts";
import { readProgress } from "../collection/progress.ts";
import type { App } from "../context.ts";
import { lossPoint, type TrainingProgressOutput } from "./schema.ts";

const storedCurve = z.object({ curve: z.array(lossPoint) });
const storedResult = z.object({
  modelId: z.string(),
  promoted: z.boolean(),
  decision: z.string(),
});

/** The training that runs, or the last one, from the rows that any process writes. */
export async function readTrainingProgress(app: App): Promise<TrainingProgressOutput> {
  const { train } = await app.jobRuns();
  const progress = readProgress(train?.progress);
  const curve = storedCurve.safeParse(train?.progress);
  const result = storedResult.safeParse(train?.result);
  const state = stateOf(train, app.now());
  const isRunning = state === "running";
  return {
    state,
    message: messageOf(state, train, result.data?.decision ?? progress.message),
    step: progress.done,
    steps: progress.total,
    steps_per_second: isRunning ? progress.ratePerSecond : null,
    seconds_left: isRunning ? progress.secondsLeft : null,
    loss: progress.loss,
    naive_loss: progress.naiveLoss,
    curve: curve.success ? curve.data.curve : [],
    started_at: train === null ? null : iso(train.startedAtMs),
    finished_at: train === null || train.finishedAtMs === null ? null : iso(train.finishedAtMs),
    model_id: result.data?.modelId ?? null,
    promoted: result.data?.promoted ?? null,
    next_training_at: nextTraining(app),
  };
}

type State = TrainingProgressOutput["state"];

/** A run whose lease has run out belongs to a process that is gone; another takes it up. */
function stateOf(run: JobRun | null, nowMs: number): State {
  if (run === null) return "idle";
  if (run.status === "completed") return "done";
  if (run.status === "failed") return "failed";
  return run.leaseUntilMs > nowMs ? "running" : "interrupted";
}

const WITHOUT_WORDS: Readonly<Record<State, string>> = {
  idle: "No training has run yet.",
  running: "The training is starting.",
  interrupted: "The training was interrupted; it goes on from its last checkpoint.",
  done: "The training is done.",
  failed: "The training failed.",
};

function messageOf(state: State, run: JobRun | null, said: string | null): string {
  if (state === "interrupted") return WITHOUT_WORDS.interrupted;
  return (state === "failed" ? run?.error : said) ?? WITHOUT_WORDS[state];
}

function nextTraining(app: App): string | null {
  const schedule = new Cron(app.config.modelRetrainSchedule, { timezone: "UTC", paused: true });
  return schedule.nextRun(new Date(app.now()))?.toISOString() ?? null;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
