import type { Database } from "../db/mod.ts";
import type { JobsPort } from "../jobs/context.ts";
import { createAuthenticator } from "./auth/authenticate.ts";
import type { Config } from "./config.ts";
import type { App } from "./context.ts";
import type { Logger } from "./log.ts";
import { createPublicationCache } from "./predictions/publication_cache.ts";
import { VERSION } from "./version.ts";

/** Puts together what requests work with. */
export async function createApp(options: {
  readonly db: Database;
  readonly config: Config;
  readonly log: Logger;
  readonly jobs: JobsPort;
  readonly hashSecret: CryptoKey;
  readonly stopping: AbortSignal;
  now(): number;
}): Promise<App> {
  const { db, config, log, jobs, hashSecret, stopping, now } = options;
  return {
    db,
    config,
    log,
    jobs,
    stopping,
    now,
    version: VERSION,
    startedAtMs: now(),
    authenticate: await createAuthenticator({
      db,
      hashSecret,
      adminApiKey: config.adminApiKey,
      now,
    }),
    publications: createPublicationCache({ db, now }),
  };
}
