import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "../../db/mod.ts";
import type { JobsPort } from "../../jobs/context.ts";
import { loadSecrets } from "../../server/auth/secrets.ts";
import { type Config, loadConfig } from "../../server/config.ts";
import type { App } from "../../server/context.ts";
import { createApp } from "../../server/create_app.ts";
import { createLateJobs } from "../../server/late_jobs.ts";
import type { Patience } from "../../server/listen.ts";
import type { FileLogger } from "../../server/log.ts";
import { openEdge } from "../../server/open_edge.ts";
import { openCertificate } from "../../server/tls/open_certificate.ts";

export const ADMIN_KEY = "an-admin-key-only-for-this-test";

/** A test that is about limits sets its own. */
const GENEROUS = {
  ADMIN_API_KEY: ADMIN_KEY,
  RATE_LIMIT_PER_MINUTE: "1000000",
  API_PORT: "0",
  WEB_UI_PORT: "0",
};

/** The server on a free port, with everything it has logged. */
export interface TestApp extends AsyncDisposable {
  readonly url: string;
  /** Of the HTTPS face, where `WEB_UI_PROTOCOL` asks for one. */
  readonly secureUrl: string;
  readonly app: App;
  readonly lines: { message: string; fields: Record<string, unknown> }[];
  /** Looks at the files of the certificate, as a hang-up signal does. */
  lookAtCertificate(): Promise<void>;
  /** Aborts `app.stopping`, as a signal does. */
  stop(): void;
}

/** Starts the HTTP server over a database, as `main.ts` does, without jobs of its own. */
export async function startTestApp(db: Database, options: {
  readonly env?: Readonly<Record<string, string>>;
  /** In place of what `env` would give, for instance with secrets that change. */
  readonly config?: Config;
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
  const config = options.config ??
    loadConfig({ DATA_DIR: dataDir, ...GENEROUS, ...options.env });
  const now = options.now ?? Date.now;
  const certificate = await openCertificate(config, { log, now });
  const app = await createApp({
    db,
    log,
    config,
    jobs: options.jobs ?? createLateJobs(),
    secrets: await loadSecrets(db, config),
    stopping: stopping.signal,
    certificate,
    now,
  });
  const webFolder = options.webFolder ?? dataDir;
  const { patience } = options;
  const edge = await openEdge({ app, log, webFolder, certificate, ...(patience && { patience }) });
  const [url, secureUrl = ""] = edge.urls;
  return {
    url: url!.replace("localhost", "127.0.0.1"),
    secureUrl,
    app,
    lines,
    lookAtCertificate: async () => await certificate?.look(),
    stop: () => stopping.abort(),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      certificate?.close();
      await edge.stop(options.graceMs ?? 1_000);
      await Deno.remove(dataDir, { recursive: true });
    },
  };
}

function recordLog(lines: TestApp["lines"]): FileLogger {
  const running = new AsyncLocalStorage<Readonly<Record<string, string>>>();
  const record = (message: string, fields: Record<string, unknown> = {}) => {
    lines.push({ message, fields: { ...running.getStore(), ...fields } });
  };
  return {
    debug: record,
    info: record,
    warn: record,
    error: record,
    access: record,
    during: (fields, work) => running.run(fields, work),
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
