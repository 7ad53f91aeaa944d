import { championModel, readBackupRecord } from "../../db/mod.ts";
import type { z } from "zod";
import type { App } from "../context.ts";
import { isStale } from "../predictions/forecast_view.ts";
import { describeEnd, WARN_BEFORE_MS } from "../tls/keep_certificate.ts";
import { checkDatabase, type ServiceState } from "./check_database.ts";
import type { healthOutput } from "./schema.ts";

type Health = z.infer<typeof healthOutput>;
type Parts = Omit<Health["services"], "database" | "certificate">;

const HOUR_MS = 3_600_000;
/** Candles are collected every hour, shortly after it; older ones mean a missed collection. */
const CANDLES_LATE_MS = 2 * HOUR_MS + HOUR_MS / 2;

/**
 * The state of each part. The service as a whole is degraded where any part is not healthy; it still
 * answers, which is why the HTTP status stays 200.
 */
export async function checkHealth(app: App): Promise<Health> {
  const database = await checkDatabase(app);
  const parts = database.status === "down" ? unknownParts() : await checkParts(app);
  const services = { database, ...parts, ...checkCertificate(app) };
  const healthy = Object.values(services).every((service) => service.status === "healthy");
  return {
    status: healthy ? "healthy" : "degraded",
    version: app.version,
    timestamp: new Date(app.now()).toISOString(),
    services,
  };
}

async function checkParts(app: App): Promise<Parts> {
  const [market_data, model, predictions, jobs, backup] = await Promise.all([
    checkMarketData(app),
    checkModel(app),
    checkPredictions(app),
    checkJobs(app),
    app.config.backupTarget === undefined ? null : checkBackup(app),
  ]);
  return { market_data, model, predictions, jobs, ...(backup && { backup }) };
}

function unknownParts(): Parts {
  const unknown = down("Not known without the database.");
  return { market_data: unknown, model: unknown, predictions: unknown, jobs: unknown };
}

async function checkMarketData(app: App): Promise<ServiceState> {
  const newest = (await app.overview()).flatMap((row) => row.closedTimeMs ?? []);
  if (newest.length === 0) return degraded("No candles have been collected yet.");
  const ageMs = app.now() - (Math.max(...newest) + HOUR_MS);
  if (ageMs <= CANDLES_LATE_MS) return healthy();
  return degraded(`The newest candle closed ${Math.floor(ageMs / HOUR_MS)} hours ago.`);
}

async function checkModel(app: App): Promise<ServiceState> {
  const champion = await championModel(app.db);
  return champion === null
    ? degraded("No model has been trained yet. Naive forecasts stand in.")
    : healthy();
}

async function checkPredictions(app: App): Promise<ServiceState> {
  const published = await app.publications.read();
  if (published === null) return degraded("No forecasts have been published yet.");
  const { madeAtMs, isFallback, reason } = published.publication;
  if (isStale(madeAtMs, app.now())) {
    return degraded(`The newest forecasts are of ${new Date(madeAtMs).toISOString()}.`);
  }
  return isFallback ? degraded(reason ?? "An older or naive forecast stands in.") : healthy();
}

async function checkJobs(app: App): Promise<ServiceState> {
  const runs = Object.values(await app.jobRuns());
  const failed = runs.filter((run) => run?.status === "failed").map((run) => run!.job);
  return failed.length === 0
    ? healthy()
    : degraded(`The newest run of ${failed.join(" and ")} failed; it is tried again.`);
}

/** A certificate that has ended leaves the plain port: the service is degraded, not down. */
function checkCertificate(app: App): { certificate?: ServiceState } {
  const endsMs = app.certificateEndsMs();
  if (endsMs === null) return {};
  const isFar = endsMs - app.now() > WARN_BEFORE_MS;
  return { certificate: isFar ? healthy() : degraded(describeEnd(endsMs, app.now())) };
}

/** The error is for those who may see runs of jobs: it names places. */
async function checkBackup(app: App): Promise<ServiceState> {
  const { failures, lastGoodMs } = await readBackupRecord(app.db);
  if (failures === 0) return healthy();
  const good = lastGoodMs === null ? "none yet" : new Date(lastGoodMs).toISOString();
  return degraded(`Backups that failed in a row: ${failures}. The last good one: ${good}.`);
}

function healthy(): ServiceState {
  return { status: "healthy", message: null };
}

function degraded(message: string): ServiceState {
  return { status: "degraded", message };
}

function down(message: string): ServiceState {
  return { status: "down", message };
}
