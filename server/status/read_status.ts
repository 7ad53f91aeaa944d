import { readFirstSlots, readJobHours } from "../../db/mod.ts";
import type { App } from "../context.ts";
import type { OperationFacts } from "../metrics/operation_facts.ts";
import { createShortCache } from "../short_cache.ts";
import { historyFromMs, isHourly, judgeHours, SHOWN_JOBS } from "./job_history.ts";
import { iso, judgeParts } from "./judge_parts.ts";
import type { PartOutput, StatusOutput } from "./schema.ts";

/** However many look at the page, the database is asked no more often. */
const FRESH_MS = 5_000;
const HISTORY_FRESH_MS = 60_000;

/** What is kept between two questions, by process. */
interface Kept {
  status(): Promise<StatusOutput>;
}

const kept = new WeakMap<App, Kept>();

/** How the service is, for anyone: what works, since when what does not, and the last seven days. */
export function readStatus(app: App): Promise<StatusOutput> {
  const known = kept.get(app) ?? keep(app);
  kept.set(app, known);
  return known.status();
}

function keep(app: App): Kept {
  const now = () => app.now();
  let databaseDownMs: number | null = null;
  const history = createShortCache(() => readHistory(app), { freshMs: HISTORY_FRESH_MS, now });
  const status = createShortCache(async () => {
    const facts = await app.operations().catch(() => null);
    databaseDownMs = facts === null ? databaseDownMs ?? now() : null;
    return await compose(app, { facts, databaseDownMs, history });
  }, { freshMs: FRESH_MS, now });
  return { status };
}

async function compose(
  app: App,
  known: {
    readonly facts: OperationFacts | null;
    readonly databaseDownMs: number | null;
    history(): Promise<StatusOutput["history"]>;
  },
): Promise<StatusOutput> {
  const { facts, databaseDownMs } = known;
  const nowMs = app.now();
  const parts = judgeParts({
    facts,
    databaseDownMs,
    alertsEnabled: app.config.alertEnabled,
    smsProvider: app.config.smsProvider,
    hasChatModel: app.chatModel !== null,
    certificateEndsMs: app.certificateEndsMs(),
    nowMs,
  });
  return {
    state: worst(parts),
    as_of: iso(nowMs),
    version: app.version,
    simulated: app.config.simulated || facts !== null && await app.simulated(),
    parts,
    history: facts === null ? [] : await known.history().catch(() => []),
    next: nextRuns(app),
  };
}

function worst(parts: readonly PartOutput[]): StatusOutput["state"] {
  const states = new Set(parts.map(({ state }) => state));
  if (states.has("down")) return "down";
  if (states.has("impaired")) return "impaired";
  return states.has("starting") ? "starting" : "well";
}

async function readHistory(app: App): Promise<StatusOutput["history"]> {
  const nowMs = app.now();
  const fromMs = historyFromMs(nowMs);
  const shown = app.jobs.listJobs().filter((job) => job.name in SHOWN_JOBS && isHourly(job));
  const names = shown.map((job) => job.name);
  const hours = await readJobHours(app.db, { jobs: names, fromMs });
  const firsts = await readFirstSlots(app.db, names);
  return Object.keys(SHOWN_JOBS).flatMap((name) => {
    const job = shown.find((one) => one.name === name);
    if (job === undefined) return [];
    const known = { hours: hours.filter((hour) => hour.job === name), firstMs: firsts[name] };
    return [{
      job: name,
      title: SHOWN_JOBS[name]!,
      from: iso(fromMs),
      hours: judgeHours(job, known, nowMs),
    }];
  });
}

/** What people wait for; what runs each minute is no news. */
const ANNOUNCED = ["collect", "publish", "train", "backup"];

function nextRuns(app: App): StatusOutput["next"] {
  return app.jobs.listJobs()
    .filter((job) => ANNOUNCED.includes(job.name) && job.nextMs !== null)
    .map((job) => ({ job: job.name, title: job.title, at: iso(job.nextMs!) }));
}
