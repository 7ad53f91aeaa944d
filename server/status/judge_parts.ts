import { type OperationFacts, overdueSince } from "../metrics/operation_facts.ts";
import { STALE_AFTER_MS } from "../predictions/forecast_view.ts";
import { WARN_BEFORE_MS } from "../tls/keep_certificate.ts";
import type { PartOutput, PartState } from "./schema.ts";

/** What the parts are judged by. */
export interface Evidence {
  /** Null while the database does not answer. */
  readonly facts: OperationFacts | null;
  /** Since when the database does not answer, epoch ms. */
  readonly databaseDownMs: number | null;
  readonly alertsEnabled: boolean;
  readonly smsProvider: string;
  readonly hasChatModel: boolean;
  readonly certificateEndsMs: number | null;
  readonly nowMs: number;
}

const HOUR_MS = 3_600_000;
/** Candles are collected every hour, shortly after it. */
const CANDLES_LATE_MS = 2.5 * HOUR_MS;
/** A job that nobody is at is late after this long; the same as the alert JobOverdue. */
export const JOB_LATE_MS = HOUR_MS / 2;
const MESSAGE_LATE_MS = HOUR_MS / 4;
/** A large database takes its time. */
const BACKUP_LATE_MS = 2 * HOUR_MS;

/** The parts of the service, each with its state and one sentence that anyone may read. */
export function judgeParts(evidence: Evidence): PartOutput[] {
  const { facts } = evidence;
  const database = facts === null
    ? part("database", "down", "It does not answer.", evidence.databaseDownMs)
    : part("database", "well", "It answers.");
  const others = facts === null ? unknownParts() : judgeWithFacts(facts, evidence);
  return [database, ...others, ...judgeCertificate(evidence)];
}

function unknownParts(): PartOutput[] {
  const names = ["collection", "forecasts", "model", "jobs", "ledger", "alerts", "chat"] as const;
  return names.map((name) => part(name, "unknown", "Only the database knows."));
}

function judgeWithFacts(facts: OperationFacts, evidence: Evidence): PartOutput[] {
  const { nowMs } = evidence;
  return [
    judgeCollection(facts, nowMs),
    judgeForecasts(facts, nowMs),
    judgeModel(facts),
    judgeJobs(facts, nowMs),
    judgeLedger(facts),
    judgeAlerts(facts, evidence),
    judgeChat(facts, evidence),
    ...judgeBackup(facts, nowMs),
  ];
}

function judgeCollection({ service }: OperationFacts, nowMs: number): PartOutput {
  const { newestEndMs } = service;
  if (newestEndMs === null) return part("collection", "starting", "No candle is stored yet.");
  const says = `The newest candle closed ${atTime(newestEndMs)}.`;
  return nowMs - newestEndMs > CANDLES_LATE_MS
    ? part("collection", "impaired", says, newestEndMs + HOUR_MS)
    : part("collection", "well", says);
}

function judgeForecasts({ service }: OperationFacts, nowMs: number): PartOutput {
  const { madeAtMs, isFallback } = service;
  if (madeAtMs === null) return part("forecasts", "starting", "None are published yet.");
  const says = `The newest are from ${timeOf(madeAtMs)}.`;
  if (nowMs - madeAtMs > STALE_AFTER_MS) {
    return part("forecasts", "impaired", says, madeAtMs + STALE_AFTER_MS);
  }
  if (!isFallback) return part("forecasts", "well", says);
  return part("forecasts", "impaired", `${says} Simpler ones stand in for the model's.`);
}

function judgeModel({ service }: OperationFacts): PartOutput {
  if (service.trainedAtMs === null) {
    return part("model", "starting", "None is trained yet; naive forecasts stand in.");
  }
  const drifts = Object.values(service.driftOpen).some((count) => count > 0);
  const remark = drifts ? " The market has moved away from its training; another is due." : "";
  return part("model", "well", `It was trained ${onDay(service.trainedAtMs)}.${remark}`);
}

/** The jobs that are late beyond their grace while nobody is at them. */
export function lateJobs({ jobs }: OperationFacts, nowMs: number) {
  return jobs.flatMap(({ facts, health }) => {
    const sinceMs = facts.schedule === null ? null : overdueSince(facts, health);
    const isLate = sinceMs !== null && nowMs - sinceMs > JOB_LATE_MS && !health.isRunning;
    return isLate ? [{ job: facts.name, title: facts.title, sinceMs }] : [];
  });
}

function judgeJobs(facts: OperationFacts, nowMs: number): PartOutput {
  // A job that never ran waits for the first candles and forecasts.
  const hasBegun = facts.service.madeAtMs !== null;
  if (!hasBegun) return part("jobs", "starting", "They begin with the first candles.");
  const late = lateJobs(facts, nowMs);
  if (late.length === 0) return part("jobs", "well", "All that was due is done.");
  const names = late.slice(0, 3).map(({ title }) => title.toLowerCase()).join(", ");
  const more = late.length > 3 ? ` and ${late.length - 3} more` : "";
  const sinceMs = Math.min(...late.map((job) => job.sinceMs));
  return part("jobs", "impaired", `Late: ${names}${more}.`, sinceMs);
}

function judgeLedger({ traffic: { ledger } }: OperationFacts): PartOutput {
  const { isWhole, reconciledAtMs } = ledger;
  if (isWhole === null || reconciledAtMs === null) {
    return part("ledger", "starting", "It is checked within the hour.");
  }
  return isWhole
    ? part("ledger", "well", `Every coin was in its place ${atTime(reconciledAtMs)}.`)
    : part("ledger", "down", "A coin is not where it should be.", reconciledAtMs);
}

function judgeAlerts({ traffic }: OperationFacts, evidence: Evidence): PartOutput {
  const { alertsEnabled, smsProvider, nowMs } = evidence;
  if (!alertsEnabled) return part("alerts", "off", "The settings switch them off.");
  const { waitingSinceMs, messagesDay } = traffic;
  if (waitingSinceMs !== null && nowMs - waitingSinceMs > MESSAGE_LATE_MS) {
    return part("alerts", "impaired", "Messages wait to be sent.", waitingSinceMs);
  }
  const lost = messagesDay.failed + messagesDay.expired;
  if (lost > 0) {
    const messages = lost === 1 ? "A message" : `${lost} messages`;
    return part("alerts", "impaired", `${messages} of the last 24 hours did not arrive.`);
  }
  return smsProvider === "console"
    ? part("alerts", "well", "They are watched for; messages go into the log alone.")
    : part("alerts", "well", `${messagesDay.sent} messages arrived in the last 24 hours.`);
}

function judgeChat({ traffic, chatBudgetUsd }: OperationFacts, evidence: Evidence): PartOutput {
  if (!evidence.hasChatModel) {
    return part("chat", "off", "No language model is set up; the built-in analyst answers.");
  }
  return traffic.chat.costUsd >= chatBudgetUsd
    ? part("chat", "impaired", "Today's budget is spent; the built-in analyst answers alone.")
    : part("chat", "well", "A language model is set up.");
}

/** Nothing where no job makes backups. */
function judgeBackup({ jobs }: OperationFacts, nowMs: number): PartOutput[] {
  const job = jobs.find(({ facts }) => facts.name === "backup");
  if (job === undefined) return [];
  const { facts: { schedule }, health } = job;
  if (schedule === null) return [part("backup", "off", "The settings ask for none.")];
  const says = health.doneAtMs === null
    ? "None was made yet."
    : `The newest is from ${timeOf(health.doneAtMs)}.`;
  const sinceMs = overdueSince(job.facts, health);
  const isLate = sinceMs !== null && nowMs - sinceMs > BACKUP_LATE_MS && !health.isRunning;
  if (isLate || health.lastStatus === "failed") {
    return [part("backup", "impaired", says, sinceMs)];
  }
  return [part("backup", health.doneAtMs === null ? "starting" : "well", says)];
}

/** Nothing where no TLS is served. */
function judgeCertificate({ certificateEndsMs, nowMs }: Evidence): PartOutput[] {
  if (certificateEndsMs === null) return [];
  if (certificateEndsMs <= nowMs) {
    return [part("certificate", "down", "It has ended; browsers refuse it.", certificateEndsMs)];
  }
  const says = `It is good until ${dayOf(certificateEndsMs)}.`;
  const isNear = certificateEndsMs - nowMs <= WARN_BEFORE_MS;
  return [part("certificate", isNear ? "impaired" : "well", says)];
}

function part(
  name: PartOutput["part"],
  state: PartState,
  says: string,
  sinceMs: number | null = null,
): PartOutput {
  return { part: name, state, says, since: sinceMs === null ? null : iso(sinceMs) };
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function timeOf(ms: number): string {
  return `${dayOf(ms)}, ${iso(ms).slice(11, 16)} UTC`;
}

function atTime(ms: number): string {
  return `on ${timeOf(ms)}`;
}

function onDay(ms: number): string {
  return `on ${dayOf(ms)}`;
}

function dayOf(ms: number): string {
  return new Date(ms).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}
