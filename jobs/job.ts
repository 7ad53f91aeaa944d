import type { JobContext, JobsConfig, ReportProgress } from "./context.ts";
import type { RetryPolicy } from "./due.ts";

export type JobName =
  | "collect"
  | "repair"
  | "score"
  | "settle"
  | "publish"
  | "tendency"
  | "drift"
  | "train"
  | "alerts"
  | "deliver"
  | "chain"
  | "reconcile"
  | "release"
  | "risk"
  | "prune"
  | "erasures"
  | "backup";

/** One row of the table of jobs. */
export interface Job {
  readonly name: JobName;
  readonly title: string;
  /** One plain sentence on what it does, for the page of jobs. */
  readonly says: string;
  /** Jobs of a lane run one after the other, in the order of the table; lanes run side by side. */
  readonly lane: string;
  /** A standard cron string, in UTC; null where the settings switch the job off. */
  schedule(config: JobsConfig): string | null;
  /**
   * What becomes of slots that nobody ran. `catch_up`: the newest of them is run late, once, and does
   * the work of those before it. `skip`: it is left out when nobody took it within ten minutes.
   */
  readonly missed: MissedPolicy;
  readonly retry: RetryPolicy;
  /** True for what has no sense before the first forecasts are there. */
  readonly afterSetup?: boolean;
  /** Moves the moment that is due, for what more than the schedule makes due. Default: the slot. */
  dueMs?(context: JobContext, scheduledMs: number): Promise<number>;
  /** False while the slot should wait for something; it is asked again at the next wake. */
  isReady?(context: JobContext, slotMs: number): Promise<boolean>;
  /** The work; its context has the run's own signal, which is aborted when the lease is lost. */
  work(context: JobContext, report: ReportProgress): Promise<unknown>;
}

export type MissedPolicy = "catch_up" | "skip";
