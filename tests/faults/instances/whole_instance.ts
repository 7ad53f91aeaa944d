/**
 * One process as users run several of: `whole_instance.ts DATABASE_URL SETTINGS`, the settings as JSON.
 * It serves requests, runs slots of jobs and delivers messages. The work of a slot is to note in
 * `proof_slots` who began and who ended it; the provider of messages is the test.
 */
import { type Database, migrate, openDatabase } from "../../../db/mod.ts";
import type { JobContext } from "../../../jobs/context.ts";
import { deliverAlerts } from "../../../jobs/deliver_alerts.ts";
import type { Channel } from "../../../jobs/messaging/channel.ts";
import { runClaimed } from "../../../jobs/run_claimed.ts";
import { sharedNow } from "../../../jobs/shared_clock.ts";
import type { FileLogger } from "../../../server/log.ts";
import { createShutdown } from "../../../server/shutdown.ts";
import { jobContext } from "../../jobs/job_context.ts";
import { startTestApp } from "../../server/app_for_tests.ts";
import { pause } from "../instances.ts";

/** As in main.ts. */
const GRACE_MS = 5_000;
const SLOT_MS = 2_000;
const JOBS = ["risk", "prune", "drift"] as const;

/** The log of a test keeps its lines, which would be all that grows here. */
const SILENT: FileLogger = {
  during: (_, work) => work(),
  debug() {},
  info() {},
  warn() {},
  error() {},
  access() {},
  close() {},
};

/** Hands messages to the test over HTTP, and can ask it what has arrived. */
function openGateway(url: string): Channel {
  const place = (key: string) => `${url}/${encodeURIComponent(key)}`;
  return {
    name: "webhook",
    dropsRepetitions: false,
    async send({ idempotencyKey }, signal) {
      const response = await fetch(place(idempotencyKey), { method: "POST", signal });
      return { providerId: await response.text() };
    },
    async lookUp({ idempotencyKey }, signal) {
      const response = await fetch(place(idempotencyKey), { signal });
      const text = await response.text();
      return response.ok ? { providerId: text } : "absent";
    },
  };
}

/** Takes the slots of a job as they fall due, beside every other instance. */
async function runSlots(context: JobContext, job: typeof JOBS[number]): Promise<void> {
  const slotMs = Math.floor(await sharedNow(context) / SLOT_MS) * SLOT_MS;
  await runClaimed(context, { job, slotMs }, async () => {
    await note(context, { job, slotMs, phase: "begin" });
    await pause(100);
    await note(context, { job, slotMs, phase: "end" });
  });
}

async function note(
  { db, owner }: JobContext,
  at: { readonly job: string; readonly slotMs: number; readonly phase: "begin" | "end" },
): Promise<void> {
  await db.sql(
    `insert into proof_slots (job, slot, owner, phase, at)
     values ($1, $2, $3, $4, clock_timestamp())`,
    [at.job, at.slotMs, owner, at.phase],
  );
}

/** Does it again and again; a database that is away for a moment is no reason to stop. */
async function repeat(signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await work().catch(() => {});
    await pause(200);
  }
}

function startWork(db: Database, gatewayUrl: string, signal: AbortSignal): Promise<unknown> {
  const owner = `pid:${Deno.pid}`;
  const context: JobContext = {
    ...jobContext({ db, url: "http://127.0.0.1:9", signal, log: SILENT, owner }),
    channel: openGateway(gatewayUrl),
  };
  const slots = JOBS.map((job) => repeat(signal, () => runSlots(context, job)));
  return Promise.all([...slots, repeat(signal, () => deliverAlerts(context))]);
}

const [databaseUrl = "", settings = "{}"] = Deno.args;
const { gatewayUrl, ...env } = JSON.parse(settings);
const shutdown = createShutdown();
const db = await openDatabase({ dataDir: "", databaseUrl, poolSize: 5 });
shutdown.undo(() => db.close());
await migrate(db);
const server = await startTestApp(db, { env, graceMs: GRACE_MS, log: SILENT });
const working = gatewayUrl ? startWork(db, gatewayUrl, shutdown.stopping) : undefined;
shutdown.undo(async () => void await Promise.all([server[Symbol.asyncDispose](), working]));
shutdown.onSignal(() => server.stop());
console.log(`listening on ${server.url}`);
await shutdown.asked;
await shutdown.run();
Deno.exit(0);
