import type { SetupProgress, SetupStep } from "../../../server/collection/schema.ts";
import { formatDuration, formatTime } from "../../lib/format.ts";

const DOING = {
  collect: "Hourly candles are being collected",
  train: "The forecasting model is being trained",
  publish: "Forecasts are being published",
} as const;

/** How far the server is, in one sentence. */
export function setupFinding(progress: SetupProgress): string {
  const failed = progress.steps.find((step) => step.state === "failed");
  if (failed) return "A step failed; it says why below. The server tries again by itself.";
  const now = progress.steps.find((step) => step.state === "running");
  if (now) {
    const left = now.seconds_left === null ? "" : `, ${formatDuration(now.seconds_left)} left`;
    return `${DOING[now.id]}${left}.`;
  }
  const coins = `${progress.coins_with_candles} coins have candles`;
  if (progress.complete) return `Everything is in place: ${coins} and forecasts are published.`;
  return progress.coins_with_candles === 0 ? "Nothing has been collected yet." : `${coins}.`;
}

/** What a step is doing; once it is done, when and how long it took. */
export function stepMessage(step: SetupStep): string {
  if (step.state !== "done" || !step.finished_at) return step.message;
  const finishedMs = Date.parse(step.finished_at);
  const seconds = step.started_at ? (finishedMs - Date.parse(step.started_at)) / 1000 : 0;
  const done = `Done on ${formatTime(finishedMs)}, in ${formatDuration(seconds)}.`;
  return step.id === "train" ? `${step.message} ${done}` : done;
}
