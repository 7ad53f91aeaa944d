import type {
  DriftOutput,
  ListedModel,
  ModelsOutput,
  TrainingProgressOutput,
} from "../../../server/models/schema.ts";
import { formatCount, formatDuration, formatTime } from "../../lib/format.ts";

/** What a model's standing means. */
export const STATUS_WORDS: Record<ListedModel["status"], string> = {
  champion: "In service",
  candidate: "Waiting to be judged",
  retired: "Was in service",
  rejected: "Turned down",
};

/** The model in service; undefined while there is none. */
export function championOf(output: ModelsOutput): ListedModel | undefined {
  return output.models.find((model) => model.id === output.champion_id);
}

/** `0.4 % better than naive`; null where either loss is unknown. */
export function againstNaive(model: ListedModel): string | null {
  const { pinball, naive_pinball: naive } = model.figures;
  if (pinball === null || !naive) return null;
  const percent = (1 - pinball / naive) * 100;
  const size = `${Math.abs(percent).toFixed(1)}\u00a0%`;
  if (size === "0.0\u00a0%") return "as good as naive";
  return `${size} ${percent > 0 ? "better" : "worse"} than naive`;
}

/** Whole days: a history that begins or ends in the middle of one leaves a part of it. */
export function heldBackDays(days: number | null): string | null {
  return days === null ? null : formatCount(days);
}

/** Which model speaks, how it compares, and what is going on, in one sentence. */
export function modelsFinding(output: ModelsOutput): string {
  const champion = championOf(output);
  if (!champion) {
    return "No trained model is in service: the naive forecast is published and says so.";
  }
  const compared = againstNaive(champion);
  const days = heldBackDays(champion.figures.days);
  const held = days === null ? "held-back days" : `${days} held-back days`;
  return `The ${champion.type} of ${formatTime(Date.parse(champion.trained_at))} is in service` +
    (compared === null ? "." : `: on ${held} its loss was ${compared}.`);
}

/** What the training is doing, or when the next one is due. */
export function trainingFinding(progress: TrainingProgressOutput): string {
  if (progress.state === "running") {
    const left = progress.seconds_left;
    return left === null ? "A model is being trained" : `${formatDuration(left)} of training left`;
  }
  const next = progress.next_training_at;
  return next === null
    ? "No training is under way"
    : `The next training is due on ${formatTime(Date.parse(next))}`;
}

/** What the watch over inputs and outcomes says. */
export const DRIFT_WORDS: Record<DriftOutput["state"], string> = {
  unknown: "Drift is not judged yet",
  steady: "No drift: inputs and outcomes are as in training",
  drifting: "Drift: the market is not what the model was trained on",
};
