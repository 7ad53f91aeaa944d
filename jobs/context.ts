import type { Database, QuietHours } from "../db/mod.ts";
import type { Exchange } from "./exchange/exchange.ts";
import type { Channel, MessagingConfig } from "./messaging/channel.ts";

/** Everything a job may use: the database, the exchange, the clock, chance, the log, the settings. */
export interface JobContext {
  readonly db: Database;
  readonly exchange: Exchange;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Uniform in [0, 1). */
  random(): number;
  readonly log: Logger;
  readonly config: JobsConfig;
  /** Aborted when the process is asked to stop; a job then leaves what it has stored as it is. */
  readonly signal: AbortSignal;
  /** Names this process in leases and runs, for instance `host:4711:k3f9`. */
  readonly owner: string;
  /** Slots and leases go by the database's clock, which all processes share; true: by `now`. */
  readonly ownClock?: boolean;
  /** How often a lease is renewed; default a second. */
  readonly renewMs?: number;
  /** Who delivers messages; unset: they stay in the outbox. */
  readonly channel?: Channel;
  /** Sends what the outbox holds without waiting for the next minute; does not wait for it. */
  deliverSoon?(): void;
}

/** Structured logging; `fields` become properties of the JSON line. */
export interface Logger {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}

/** The settings jobs need, read from the environment by the composition root. */
export interface JobsConfig {
  /** Where training keeps its unfinished work. */
  readonly dataDir: string;
  /** Where installed models live, one folder per model id. */
  readonly modelsDir: string;
  /** Size of the universe. */
  readonly topN: number;
  /** First hour that is collected, milliseconds since the epoch. */
  readonly collectionStartMs: number;
  readonly modelType: "LSTM" | "GRU";
  readonly horizonHours: number;
  readonly sequenceLength: number;
  /** `auto`, or an engine by name: `tfjs-node`, `onnx`, `onnx-wasm`, `tfjs-wasm`. */
  readonly trainingEngine: string;
  /** Standard cron strings, UTC, Sunday is 0. */
  readonly collectionSchedule: string;
  readonly retrainSchedule: string;
  /** Upper limit of the first training, which a person waits for. Default 100 s. */
  readonly firstTrainingBudgetMs?: number;
  /** Upper limit of a scheduled training. Default nine minutes. */
  readonly trainingBudgetMs?: number;
  /** The greatest amount of a transfer of TB Coin. Default 1,000,000. */
  readonly maxTransactionAmount?: number;
  /** Megabytes that a training may take; unset: as many as it wants. */
  readonly trainingMemoryMb?: number;
  /** Which scheduled jobs this process runs; unset: all. `light` leaves training to others. */
  readonly runJobs?: "all" | "light" | "none";
  /** How long things are kept; unset: nothing is removed. */
  readonly retention?: Retention;
  /** The default rule of alerts and when it is looked at; unset: nothing is watched. */
  readonly alerts?: AlertsConfig;
  /** Who delivers messages, and where to; unset: nobody. */
  readonly messaging?: MessagingConfig;
  /** Where backups go, and when; unset: none are made, and erasures are noted in `dataDir`. */
  readonly backup?: BackupConfig;
}

/** What the environment says of alerts. */
export interface AlertsConfig {
  readonly enabled: boolean;
  /** Change of a price, in percent, that the default rules alert on. */
  readonly thresholdPercent: number;
  /** No second alert of a coin within so many hours, but for a further full threshold. */
  readonly cooldownHours: number;
  /** Standard cron string, UTC. */
  readonly schedule: string;
}

/** What the environment says of backups. */
export interface BackupConfig {
  /** An absolute folder, or `s3://bucket/prefix`; null: none are made by schedule. */
  readonly target: string | null;
  /** Standard cron string, UTC. */
  readonly schedule: string;
  /** The newest backup of so many days, weeks and months is kept. */
  readonly keep: BackupsKept;
  /** `restore`: each one is restored into a second database and proved there; `read`: it is read back. */
  readonly verify: "restore" | "read";
  /** The release that is written into each backup. */
  readonly productVersion: string;
  readonly s3: S3Config;
}

export interface BackupsKept {
  readonly days: number;
  readonly weeks: number;
  readonly months: number;
}

export interface S3Config {
  readonly region: string | undefined;
  /** Another host that speaks S3's dialect. */
  readonly endpoint: string | undefined;
  /** The key that objects are encrypted with; undefined: one of S3's own. */
  readonly kmsKeyId: string | undefined;
}

/** How long things are kept. */
export interface Retention {
  readonly auditDays: number;
  readonly chatDays: number;
  /** Removes log files that are too old; with `dryRun` only counts them. */
  removeOldLogs(options: { readonly nowMs: number; readonly dryRun: boolean }): Promise<number>;
}

/** What a job says while it works; stored in its run so that any process can show it. */
export interface JobProgress {
  readonly done: number;
  readonly total: number | null;
  /** What is counted: `candles`, `steps`, `coins`. */
  readonly unit: string;
  readonly ratePerSecond: number | null;
  readonly secondsLeft: number | null;
  /** One plain sentence. */
  readonly message: string;
  /** The coin being worked on. */
  readonly current?: string;
  /** Validation loss of a training, and the naive loss that it has to beat. */
  readonly loss?: number | null;
  readonly naiveLoss?: number | null;
  /** The validation losses of a training so far. */
  readonly curve?: readonly LossPoint[];
}

export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

export type ReportProgress = (progress: JobProgress) => void;

export type CollectionMode = "forward" | "backward" | "full" | "repair";

/** What the server may ask of the jobs; progress is read from the rows, by any process. */
export interface JobsPort {
  /** Starts a collection unless one is running, whose id is then returned. Does not wait for it. */
  triggerCollection(
    input: { mode: CollectionMode; fromMs?: number; toMs?: number },
  ): Promise<{ runId: string; status: string }>;
  /**
   * Makes the champion before, or the model named, champion again and publishes its forecasts; where that
   * is refused, says why and changes nothing.
   */
  rollbackModel(
    input: { modelId?: string },
  ): Promise<
    { championId: string; retiredId: string; decision: string } | { refused: string }
  >;
  /** Replays a rule of alerts over the stored candles, or says why not; nothing is stored or sent. */
  rehearseAlerts(input: RehearsalInput): Promise<RehearsalReport | { refused: string }>;
  /** Every scheduled job, in the order of the table. */
  listJobs(): readonly JobFacts[];
  /**
   * Runs a job now, or a failed run of it again, and does not wait for it. Where the job is running,
   * that run is named.
   */
  runJobNow(
    input: { readonly job: string; readonly runId?: string },
  ): Promise<{ runId: string; status: "started" | "running" } | { refused: string }>;
  /** Sends what the outbox holds without waiting for the next minute; does not wait for it. */
  deliverSoon(): void;
  /** Notes erasures outside of the database without waiting for the next minute; does not wait for it. */
  keepErasuresSoon(): void;
  /** Ends the schedule and waits until running jobs have left their state consistent. */
  stop(): Promise<void>;
}

/** What the table of jobs says of one. */
export interface JobFacts {
  readonly name: string;
  readonly title: string;
  readonly says: string;
  readonly lane: string;
  /** Standard cron, in UTC; null where the settings switch it off. */
  readonly schedule: string | null;
  readonly missed: "catch_up" | "skip";
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** Epoch ms of the newest slot that has come, and of the next one; null where there is none. */
  readonly dueMs: number | null;
  readonly nextMs: number | null;
}

/** A rule of alerts to replay, and over which time. */
export interface RehearsalInput {
  readonly kind: "move" | "market";
  /** Null where one is to be proposed. */
  readonly threshold: number | null;
  readonly unit: "percent" | "sigmas";
  readonly spans: readonly (1 | 4 | 24)[];
  /** Null for every coin that is followed. */
  readonly coins: readonly string[] | null;
  readonly quiet: QuietHours | null;
  readonly fromMs: number;
  readonly toMs: number;
  /** The most messages that any 30 days may have, where a threshold is to be proposed. */
  readonly mostPerMonth: number | null;
  /** USD; null for what text messages usually cost. */
  readonly pricePerMessage: number | null;
}

/** What a rule would have sent. */
export interface RehearsalReport {
  readonly threshold: number;
  readonly proposed: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  readonly coins: number;
  /** Hours that were looked at. */
  readonly hours: number;
  readonly alerts: number;
  readonly messages: number;
  readonly mostIn30Days: number;
  readonly costUsd: number;
  readonly pricePerMessage: number;
  readonly longestStorm: RehearsedStorm | null;
  /** Every message, the oldest first. */
  readonly sent: readonly {
    readonly atMs: number;
    readonly alerts: number;
    readonly body: string;
  }[];
}

/** A run of hours with alerts in each. */
export interface RehearsedStorm {
  readonly fromMs: number;
  readonly toMs: number;
  readonly hours: number;
  readonly alerts: number;
  readonly messages: number;
}
