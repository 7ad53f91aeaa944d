import type { JobRun } from "../../db/mod.ts";
import type { JobRunView } from "./schema.ts";

/** A run as it is told. */
export function viewRun(run: JobRun, nowMs: number): JobRunView {
  const { done, total, message } = run.progress;
  const running = run.status === "running";
  return {
    run_id: run.id,
    job: run.job,
    slot: iso(run.slotMs),
    status: running && run.leaseUntilMs <= nowMs ? "waiting" : run.status,
    attempt: run.attempt,
    asked: run.asked,
    missed: run.missed,
    process: run.owner,
    started_at: iso(run.startedAtMs),
    finished_at: run.finishedAtMs === null ? null : iso(run.finishedAtMs),
    seconds: run.finishedAtMs === null
      ? null
      : Math.max(0, run.finishedAtMs - run.startedAtMs) / 1000,
    share: running ? shareOf(done, total) : null,
    message: textOf(running ? message : run.result?.message ?? figuresOf(run.result)),
    error: run.error,
  };
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function shareOf(done: unknown, total: unknown): number | null {
  if (typeof done !== "number" || typeof total !== "number" || total <= 0) return null;
  return Math.min(1, Math.max(0, done / total));
}

/** `entries 12, transactions 6`: the figures of a result that has no sentence of its own. */
function figuresOf(result: JobRun["result"]): string {
  return Object.entries(result ?? {})
    .filter(([, value]) => typeof value === "number")
    .map(([name, value]) => {
      const plain = isTime(name, value) ? name.slice(0, -"Ms".length) : name;
      return `${plain.replaceAll(/[A-Z]/g, (at) => ` ${at.toLowerCase()}`)} ${shown(name, value)}`;
    })
    .join(", ");
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** Times as times; figures with as many digits as can be read. */
function shown(name: string, value: unknown): string {
  if (typeof value !== "number") return String(value);
  if (isTime(name, value)) return `${iso(value).slice(0, 16).replace("T", " ")} UTC`;
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

const YEAR_2000_MS = 946_684_800_000;

function isTime(name: string, value: unknown): boolean {
  return name.endsWith("Ms") && typeof value === "number" && value > YEAR_2000_MS;
}
