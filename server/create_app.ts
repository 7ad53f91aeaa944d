import {
  type Database,
  hasSimulatedSource,
  latestJobRun,
  openLedger,
  readOverview,
} from "../db/mod.ts";
import type { JobsPort } from "../jobs/context.ts";
import { createAuthenticator } from "./auth/authenticate.ts";
import type { Secrets } from "./auth/secrets.ts";
import { createModelClient } from "./chat/model/model_client.ts";
import type { Config } from "./config.ts";
import type { App, NewestRuns } from "./context.ts";
import { createDerived } from "./derived.ts";
import { createLimits } from "./limits/create_limits.ts";
import { createStreamSlots } from "./limits/stream_slots.ts";
import { createChanges } from "./live/changes.ts";
import type { Logger } from "./log.ts";
import { createLiveHub } from "./markets/live_hub.ts";
import { createMetrics, type Metrics, watchLoopLag } from "./metrics/create_metrics.ts";
import { createOperationFacts } from "./metrics/operation_facts.ts";
import { createRiskModelCache } from "./ml_actions/risk_model_cache.ts";
import { createPublicationCache } from "./predictions/publication_cache.ts";
import { createShortCache } from "./short_cache.ts";
import type { CertificateKeeper } from "./tls/keep_certificate.ts";
import { VERSION } from "./version.ts";

const OVERVIEW_FRESH_MS = 1_000;
const SIMULATED_FRESH_MS = 1_000;
/** Shorter than the second in which live progress is asked for again. */
const JOBS_FRESH_MS = 250;

/** What the composition root hands over. */
export interface AppParts {
  readonly db: Database;
  readonly config: Config;
  readonly log: Logger;
  readonly jobs: JobsPort;
  readonly secrets: Secrets;
  readonly stopping: AbortSignal;
  /** That of the HTTPS face; null or left out where none is served. */
  readonly certificate?: CertificateKeeper | null;
  /** Where the database counts its statements; without it they are not counted. */
  readonly metrics?: Metrics;
  now(): number;
}

/** Puts together what requests work with. */
export async function createApp(options: AppParts): Promise<App> {
  const { db, config, log, jobs, secrets, stopping, now } = options;
  const { certificate = null, metrics = createMetrics() } = options;
  watchLoopLag(metrics, stopping);
  await openLedger(db, { initialSupply: config.initialCoinSupply, nowMs: now() });
  const changes = createChanges({ db, log, stopping });
  const publications = createPublicationCache({ db, now });
  const overview = createShortCache(() => readOverview(db.read), {
    freshMs: OVERVIEW_FRESH_MS,
    now,
  });
  const jobRuns = createShortCache(() => readNewestRuns(db), { freshMs: JOBS_FRESH_MS, now });
  changes.forget(["forecasts", "models"], publications);
  const simulated = createShortCache(
    async () => config.simulated || await hasSimulatedSource(db),
    { freshMs: SIMULATED_FRESH_MS, now },
  );
  // What others are told of must not be read from before it happened.
  changes.forget(["forecasts", "market"], db.read);
  changes.forget(["market"], overview);
  changes.forget(["market"], simulated);
  changes.forget(["jobs"], jobRuns);
  const chatModel = createDerived(
    () => config.secrets().openaiApiKey,
    () => createModelClient(config),
  );
  return {
    db,
    config,
    log,
    jobs,
    secrets,
    stopping,
    now,
    version: VERSION,
    startedAtMs: now(),
    authenticate: createAuthenticator({
      db,
      secrets,
      adminApiKey: () => config.secrets().adminApiKey,
      now,
    }),
    limits: createLimits(db),
    streams: createStreamSlots(),
    changes,
    livePrices: createLiveHub({ db, log, stopping, changes }),
    publications,
    riskModel: createRiskModelCache({ db, log, now }),
    get chatModel() {
      return chatModel();
    },
    overview,
    simulated,
    jobRuns,
    certificateEndsMs: () => certificate?.current.expiresAtMs ?? null,
    metrics,
    operations: createOperationFacts({ db, jobs, config, now }),
  };
}

async function readNewestRuns(db: Database): Promise<NewestRuns> {
  const [collect, train, publish] = await Promise.all([
    latestJobRun(db, "collect"),
    latestJobRun(db, "train"),
    latestJobRun(db, "publish"),
  ]);
  return { collect, train, publish };
}
