import { seconds, SOURCE } from "./database_series.ts";
import { gauge, type Reading } from "./instruments.ts";
import { type OperationFacts, overdueSince } from "./operation_facts.ts";

/** One series for each job. Its label is not `job`: that one is of Prometheus, which would rename ours. */
export function readJobs({ jobs }: OperationFacts, nowMs: number): Reading[] {
  type One = OperationFacts["jobs"][number];
  const each = (name: string, help: string, value: (job: One) => number | null) =>
    gauge(
      `crypto_ai_job_${name}`,
      help,
      jobs.map((job) => [{ ...SOURCE, job_name: job.facts.name }, value(job)] as const),
    );
  return [
    each(
      "last_success_timestamp_seconds",
      "When the newest completed run of a job ended.",
      ({ health }) => seconds(health.doneAtMs),
    ),
    each(
      "last_duration_seconds",
      "How long the newest completed run took.",
      ({ health }) => health.doneSeconds,
    ),
    each(
      "running",
      "1 while some process holds a run of the job.",
      ({ health }) => Number(health.isRunning),
    ),
    each(
      "failing_tries",
      "How often the newest run was tried, where it failed; else 0.",
      ({ health }) => health.lastStatus === "failed" ? health.lastAttempt : 0,
    ),
    each(
      "failed_slots_24h",
      "Slots of the last 24 hours whose run failed.",
      ({ health }) => health.failedDay,
    ),
    each(
      "missed_slots_24h",
      "Slots of the last 24 hours that nobody ran in time.",
      ({ health }) => health.missedDay,
    ),
    each(
      "overdue_seconds",
      "How long the job should have been done; 0 where it is not late.",
      ({ facts, health }) => {
        if (facts.schedule === null) return null;
        const sinceMs = overdueSince(facts, health);
        return sinceMs === null ? 0 : Math.max(0, nowMs - sinceMs) / 1000;
      },
    ),
  ];
}
