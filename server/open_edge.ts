import { appRouter } from "./app_router.ts";
import type { Config } from "./config.ts";
import type { App } from "./context.ts";
import { createHandler } from "./http.ts";
import {
  assertPortFree,
  listen,
  type Listening,
  type ListenPlace,
  type Patience,
} from "./listen.ts";
import type { FileLogger } from "./log.ts";
import type { CertificateKeeper } from "./tls/keep_certificate.ts";

/** The ports that are listened on. */
export interface OpenEdge {
  /** The plain one first, then the HTTPS face where there is one. */
  readonly urls: readonly string[];
  /** Takes no new requests, waits for those under way, for no longer than `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/**
 * Tells early, before anything slow is begun, that a port cannot be had.
 *
 * @throws {ListenError}
 */
export function assertPortsFree(config: Config): void {
  assertPortFree(plainPlace(config));
  const place = securePlace(config);
  if (place !== null) assertPortFree(place);
}

/**
 * Listens on the plain port and, where there is a certificate, on that of the HTTPS face: one handler,
 * the same time-outs.
 *
 * @throws {ListenError}
 */
export async function openEdge(options: {
  readonly app: App;
  readonly log: FileLogger;
  readonly webFolder: string;
  readonly certificate: CertificateKeeper | null;
  readonly patience?: Patience;
}): Promise<OpenEdge> {
  const { app, log, webFolder, certificate, patience } = options;
  let face: Listening | null = null;
  const handler = createHandler({
    app,
    router: appRouter,
    log,
    webFolder,
    secureOrigin: () => face?.url ?? null,
  });
  const shared = { handler, ...(patience && { patience }) };
  const secure = securePlace(app.config);
  if (certificate !== null && secure !== null) {
    face = await listen({ ...secure, ...shared, tls: certificate });
  }
  const plain = await listen({ ...plainPlace(app.config), ...shared });
  const open = face === null ? [plain] : [plain, face];
  return {
    urls: open.map((one) => one.url),
    async stop(graceMs) {
      await Promise.all(open.map((one) => one.stop(graceMs)));
    },
  };
}

function plainPlace({ apiHost, apiPort }: Config): ListenPlace {
  return { hostname: apiHost, port: apiPort };
}

function securePlace({ apiHost, face }: Config): ListenPlace | null {
  return face && { hostname: apiHost, port: face.port, portName: "WEB_UI_PORT" };
}
