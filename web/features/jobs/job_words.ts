import type { JobRunView, JobView } from "../../../server/jobs/schema.ts";
import { formatAge, formatDuration } from "../../lib/format.ts";

export const STATUS_WORDS: Readonly<Record<JobRunView["status"], string>> = {
  running: "running",
  waiting: "waiting",
  completed: "done",
  failed: "failed",
  skipped: "left out",
};

/** One sentence over all jobs: what runs, what failed, what comes next. */
export function jobsFinding(jobs: readonly JobView[], nowMs: number): string {
  if (jobs.length === 0) return "The jobs of this server are still starting.";
  const newest = jobs.flatMap((job) => job.last_runs.slice(0, 1));
  const running = newest.filter((run) => run.status === "running").length;
  const failed = newest.filter((run) => run.status === "failed").length;
  const next = jobs
    .filter((job) => job.next_run !== null && !isEachMinute(job))
    .sort((left, right) => left.next_run! < right.next_run! ? -1 : 1)[0];
  const parts = [
    running === 0 ? "nothing runs" : `${running} ${running === 1 ? "is" : "are"} running`,
    failed === 0 ? "none failed at its last run" : `${failed} failed at the last run`,
  ];
  const soon = next === undefined ? "" : ` Next: ${next.title}, ${untilWords(next, nowMs)}.`;
  return `${jobs.length} jobs: ${parts.join(", ")}.${soon}`;
}

function isEachMinute(job: JobView): boolean {
  return job.schedule === "* * * * *";
}

function untilWords(job: JobView, nowMs: number): string {
  const leftMs = Date.parse(job.next_run!) - nowMs;
  return leftMs <= 0 ? "now" : `in ${formatAge(leftMs)}`;
}

/** `14:05` of the reader's own clock, with the zone's name. */
export function formatLocal(timeMs: number): string {
  return new Date(timeMs).toLocaleString("en-GB", {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
}

/** How long a run took, or has been at it. */
export function durationOf(run: JobRunView, nowMs: number): string {
  if (run.status === "skipped") return "not run";
  const seconds = run.seconds ?? (nowMs - Date.parse(run.started_at)) / 1000;
  return seconds < 1 ? "under 1 s" : formatDuration(seconds);
}

/** What a run is doing, or what came of it. */
export function outcomeOf(run: JobRunView): string {
  const said = run.error ?? run.message ?? "";
  if (run.status === "waiting") return "Its process is gone. Another one takes it over.";
  return said === "" && run.status === "completed" ? "Nothing to say." : said;
}

/** What else is to know of a run: who asked, tries, slots before it. */
export function notesOf(run: JobRunView): string {
  const notes: string[] = [];
  if (run.asked) notes.push("asked for by hand");
  if (run.attempt > 1) notes.push(`try ${run.attempt}`);
  if (run.status === "skipped") notes.push(`${count(run.missed)} left out`);
  else if (run.missed > 0) notes.push(`${count(run.missed)} before it missed`);
  return notes.join(", ");
}

function count(slots: number): string {
  return slots === 1 ? "1 slot" : `${slots} slots`;
}

/** What becomes of slots that nobody ran. */
export function missedWords(job: JobView): string {
  return job.missed_slots === "catch_up"
    ? "Missed slots: the newest is run late, once, and does the work of those before it."
    : "Missed slots: left out; the next one does their work.";
}

function pauseWords(seconds: number): string {
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${Math.round(seconds / 60)} min`;
}

/** How failures are met. */
export function retryWords(job: JobView): string {
  const first = pauseWords(job.retry.first_pause_seconds);
  const longest = pauseWords(job.retry.longest_pause_seconds);
  return `A failed run is tried again after ${first}, then after twice as long each time, up to ` +
    `${longest}.`;
}
