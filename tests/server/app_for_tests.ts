import type { Database } from "../../db/mod.ts";
import type { JobsPort } from "../../jobs/context.ts";
import { appRouter } from "../../server/app_router.ts";
import { loadSecrets } from "../../server/auth/secrets.ts";
import { loadConfig } from "../../server/config.ts";
import type { App } from "../../server/context.ts";
import { createApp } from "../../server/create_app.ts";
import { createHandler } from "../../server/http.ts";
import { createLateJobs } from "../../server/late_jobs.ts";
import { listen, type Patience } from "../../server/listen.ts";
import type { FileLogger } from "../../server/log.ts";

export const ADMIN_KEY = "an-admin-key-only-for-this-test";

/** A test that is about limits sets its own. */
const GENEROUS = { ADMIN_API_KEY: ADMIN_KEY, RATE_LIMIT_PER_MINUTE: "1000000" };

/** The server on a free port, with everything it has logged. */
export interface TestApp extends AsyncDisposable {
  readonly url: string;
  readonly app: App;
  readonly lines: { message: string; fields: Record<string, unknown> }[];
  /** Aborts `app.stopping`, as a signal does. */
  stop(): void;
}

/** Starts the HTTP server over a database, as `main.ts` does, without jobs of its own. */
export async function startTestApp(db: Database, options: {
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => number;
  readonly webFolder?: string;
  readonly jobs?: JobsPort;
  readonly log?: FileLogger;
  readonly patience?: Patience;
  /** How long requests under way may take when it is disposed of; a second where not given. */
  readonly graceMs?: number;
} = {}): Promise<TestApp> {
  const dataDir = await Deno.makeTempDir({ prefix: "server test " });
  const stopping = new AbortController();
  const lines: TestApp["lines"] = [];
  const log = options.log ?? recordLog(lines);
  const config = loadConfig({ DATA_DIR: dataDir, ...GENEROUS, ...options.env });
  const app = await createApp({
    db,
    log,
    config,
    jobs: options.jobs ?? createLateJobs(),
    secrets: await loadSecrets(db, config),
    stopping: stopping.signal,
    now: options.now ?? Date.now,
  });
  const webFolder = options.webFolder ?? dataDir;
  const handler = createHandler({ app, router: appRouter, log, webFolder });
  const listening = await listen({
    hostname: "127.0.0.1",
    port: 0,
    handler,
    ...(options.patience && { patience: options.patience }),
  });
  return {
    url: listening.url.replace("localhost", "127.0.0.1"),
    app,
    lines,
    stop: () => stopping.abort(),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await listening.stop(options.graceMs ?? 1_000);
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

function recordLog(lines: TestApp["lines"]): FileLogger {
  const record = (message: string, fields: Record<string, unknown> = {}) => {
    lines.push({ message, fields });
  };
  return {
    debug: record,
    info: record,
    warn: record,
    error: record,
    access: record,
    close: () => undefined,
  };
}

/** An answer with its body read. */
export async function get(
  url: string,
  init: RequestInit = {},
): Promise<{ status: number; headers: Headers; text: string }> {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The JSON of an answer. */
export async function getJson<Body>(url: string, init: RequestInit = {}): Promise<Body> {
  return JSON.parse((await get(url, init)).text) as Body;
}

export interface ErrorAnswer {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details: { field: string; message: string }[] | null;
    readonly timestamp: string;
    readonly request_id: string;
  };
}
