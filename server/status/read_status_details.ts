import { recentJobRuns } from "../../db/mod.ts";
import type { App } from "../context.ts";
import { iso, lateJobs } from "./judge_parts.ts";
import type { StatusDetails } from "./schema.ts";

/** What is behind the sentences of the status, for administrators. */
export async function readStatusDetails(app: App): Promise<StatusDetails> {
  const facts = await app.operations();
  const names = facts.jobs.map(({ facts: job }) => job.name);
  const newest = await recentJobRuns(app.db, { jobs: names, each: 1 });
  const late = new Map(lateJobs(facts, app.now()).map(({ job, sinceMs }) => [job, sinceMs]));
  const { service, traffic } = facts;
  return {
    jobs: facts.jobs.map(({ facts: job, health }) => ({
      job: job.name,
      title: job.title,
      last_success: health.doneAtMs === null ? null : iso(health.doneAtMs),
      late_since: late.has(job.name) ? iso(late.get(job.name)!) : null,
      failing_tries: health.lastStatus === "failed" ? health.lastAttempt ?? 0 : 0,
      error: newest.find((run) => run.job === job.name && run.status === "failed")?.error ?? null,
    })),
    process: {
      started_at: iso(app.startedAtMs),
      rss_bytes: Deno.memoryUsage().rss,
      streams: app.streams.open,
      connections: app.db.pools().map(({ server, used, waiting, limit }) => {
        return { server, used, waiting, limit };
      }),
    },
    database: {
      size_bytes: service.databaseBytes,
      messages_waiting: traffic.messagesWaiting,
      messages_failed_24h: traffic.messagesDay.failed + traffic.messagesDay.expired,
      open_gap_hours: service.openGapHours,
      coins_behind: service.coinsBehind,
    },
  };
}
