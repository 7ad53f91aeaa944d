import type { JobsPort } from "../jobs/context.ts";
import { AppError } from "./errors.ts";

/** The port to the jobs for the moment between listening and their start. */
export interface LateJobs extends JobsPort {
  /** From now on the given jobs answer. */
  become(jobs: JobsPort): void;
}

/** Makes a port that refuses until the jobs are there: pages are served before anything slow. */
export function createLateJobs(): LateJobs {
  let jobs: JobsPort | null = null;
  return {
    become: (running) => void (jobs = running),
    triggerCollection: (input) => jobs?.triggerCollection(input) ?? Promise.reject(notYet()),
    rollbackModel: (input) => jobs?.rollbackModel(input) ?? Promise.reject(notYet()),
    rehearseAlerts: (input) => jobs?.rehearseAlerts(input) ?? Promise.reject(notYet()),
    listJobs: () => jobs?.listJobs() ?? [],
    runJobNow: (input) => jobs?.runJobNow(input) ?? Promise.reject(notYet()),
    // What is not sent now goes out with the next minute, of whatever process.
    deliverSoon: () => jobs?.deliverSoon(),
    keepErasuresSoon: () => jobs?.keepErasuresSoon(),
    stop: () => jobs?.stop() ?? Promise.resolve(),
  };
}

function notYet(): AppError {
  return new AppError("UNAVAILABLE", "The jobs are still starting. Send it again in a moment.", {
    headers: { "retry-after": "2" },
  });
}
