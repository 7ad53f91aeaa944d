import type { Database, JobRun, OverviewRow } from "../db/mod.ts";
import type { JobsPort } from "../jobs/context.ts";
import type { Authenticator } from "./auth/authenticate.ts";
import type { Credential } from "./auth/credential.ts";
import type { Config } from "./config.ts";
import type { Logger } from "./log.ts";
import type { PublicationCache } from "./predictions/publication_cache.ts";

/** Who is asking. `anonymous` has sent no key; `rejected` has sent one that is not valid. */
export interface Actor {
  readonly role: "anonymous" | "rejected" | "user" | "admin";
  /** The name of the key, for the log; empty for who has none. */
  readonly name: string;
}

/** The newest run of each job that leads to forecasts; null for one that never ran. */
export type NewestRuns = Readonly<Record<"collect" | "train" | "publish", JobRun | null>>;

/** What lives as long as the process; made once by the composition root. */
export interface App {
  readonly db: Database;
  readonly config: Config;
  readonly log: Logger;
  readonly jobs: JobsPort;
  readonly authenticate: Authenticator;
  readonly publications: PublicationCache;
  /** The overview of the market, at most a second old. */
  readonly overview: () => Promise<OverviewRow[]>;
  /** The newest run of each job that leads to forecasts, a quarter of a second old at most. */
  readonly jobRuns: () => Promise<NewestRuns>;
  /** True when any of the market data is simulated: every answer and page then says so. */
  readonly simulated: () => Promise<boolean>;
  readonly version: string;
  readonly startedAtMs: number;
  /** Aborted when the process shuts down: streams end and `/ready` answers 503. */
  readonly stopping: AbortSignal;
  now(): number;
}

/** What a procedure is called with. */
export interface RequestContext {
  readonly app: App;
  readonly actor: Actor;
  readonly requestId: string;
}

/** Makes the context of one request; the credential is looked up here, its rights are not. */
export async function createContext(
  app: App,
  credential: Credential | null,
  requestId: string,
): Promise<RequestContext> {
  return { app, actor: await app.authenticate(credential), requestId };
}
