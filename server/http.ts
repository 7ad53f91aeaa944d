import type { AppRouter } from "./app_router.ts";
import { readCredential } from "./auth/credential.ts";
import { assertSameOrigin } from "./auth/same_origin.ts";
import { type ClientPlace, createClientReader } from "./client_address.ts";
import { type App, createContext, type RequestContext } from "./context.ts";
import { crossOriginHeaders, preflightHeaders } from "./cross_origin.ts";
import { serveDocs, swaggerFolder } from "./docs_page.ts";
import { AppError, toAppError } from "./errors.ts";
import { compressJson, errorResponse, jsonResponse } from "./json_response.ts";
import type { FileLogger } from "./log.ts";
import { isInternal, logInternalError } from "./log_error.ts";
import { countRequest } from "./metrics/create_metrics.ts";
import { isLocal } from "./metrics/is_local.ts";
import { readMetrics } from "./metrics/read_metrics.ts";
import { EXPOSITION_TYPE } from "./metrics/write_exposition.ts";
import { createOpenApiDocument } from "./openapi.ts";
import { answerPlain } from "./plain_http.ts";
import { assertJsonRequest } from "./request_body.ts";
import { loggedRequest, readRequestId } from "./request_log.ts";
import {
  allowedMethods,
  callRest,
  decode,
  matchPath,
  methodNotAllowed,
  type RestRoute,
  restRoutes,
} from "./rest.ts";
import { SECURITY_HEADERS, strictTransport } from "./security_headers.ts";
import { openStaticFiles, serveFile, type StaticFiles } from "./static_files.ts";
import { traceRequest } from "./trace_request.ts";
import { createCallerFactory } from "./trpc.ts";
import { handleTrpc } from "./trpc_handler.ts";
import { type Unreadable, unreadableError } from "./unreadable.ts";

/** What the edge needs beside the application. */
export interface EdgeOptions {
  readonly app: App;
  readonly router: AppRouter;
  readonly log: FileLogger;
  /** Where the built web app is. */
  readonly webFolder: string;
  /** `https://crypto-ai.local:10443`, where this process serves TLS; pages are read there then. */
  readonly secureOrigin?: () => string | null;
}

interface Edge extends EdgeOptions {
  readonly readClient: ReturnType<typeof createClientReader>;
  /** Origins besides our own whose pages may call. */
  readonly allowedOrigins: readonly string[];
  /** Those, and our own face where a proxy calls us by another name. */
  readonly trustedOrigins: readonly string[];
  /** Names that this server is called by besides those of loopback. */
  readonly ownNames: readonly string[];
  readonly routes: readonly RestRoute[];
  readonly procedures: Readonly<Record<string, unknown>>;
  readonly web: StaticFiles;
  readonly swagger: StaticFiles;
  openApi(): unknown;
}

/** One request on its way through. */
interface Exchange {
  readonly request: Request;
  readonly pathname: string;
  readonly requestId: string;
  /** True where a program on this machine asks. */
  isLocal(): boolean;
  makeContext(): Promise<RequestContext>;
}

const READ_METHODS = ["GET", "HEAD", "OPTIONS"];

/**
 * Answers a request, or what could not be read as one; `peer` is the address at the other end of the
 * connection.
 */
export type Handler = (request: Request | Unreadable, peer: string) => Promise<Response>;

/** Makes the handler of every request: tRPC, REST, the API's description, and the web app. */
export function createHandler(options: EdgeOptions): Handler {
  let document: unknown;
  const { config } = options.app;
  const allowedOrigins = (config.allowedOrigins ?? []).map((url) => new URL(url).origin);
  const edge: Edge = {
    ...options,
    readClient: createClientReader(config.trustedProxies ?? []),
    allowedOrigins,
    trustedOrigins: [...allowedOrigins, ...ownFace(config)],
    ownNames: config.webUiHost === undefined ? [] : [config.webUiHost],
    routes: restRoutes(options.router),
    procedures: options.router._def.procedures,
    web: openStaticFiles(options.webFolder),
    swagger: openStaticFiles(swaggerFolder()),
    openApi: () => document ??= createOpenApiDocument(options.router, options.app.version),
  };
  return async (request, peer) =>
    typeof request === "string"
      ? refuseUnreadable(edge, request)
      : await answer(edge, request, peer);
}

/** The origin of the dashboard as `WEB_UI_HOST` and its companions name it. */
function ownFace({ webUiHost, webUiPort, webUiProtocol }: App["config"]): string[] {
  if (webUiHost === undefined) return [];
  const port = webUiPort === undefined ? "" : `:${webUiPort}`;
  const face = URL.parse(`${webUiProtocol ?? "https"}://${webUiHost}${port}`);
  return face === null ? [] : [face.origin];
}

/** Answers, and keeps what happened: in the log, in the metrics and, where it is on, in a trace. */
async function answer(edge: Edge, request: Request, peer: string): Promise<Response> {
  const startedAt = performance.now();
  const requestId = readRequestId(request.headers) ?? crypto.randomUUID();
  const { pathname } = new URL(request.url);
  const place = edge.readClient(peer, request.headers);
  const { metrics } = edge.app;
  const traced = traceRequest(
    requestId,
    place.isDirect ? null : request.headers.get("traceparent"),
  );
  metrics.inFlight++;
  return await traced.run(() =>
    edge.log.during({ request_id: requestId }, async () => {
      const response = await respond(edge, request, { pathname, requestId, peer, place });
      const logged = loggedRequest(edge, { method: request.method, pathname }, response);
      const { method, path } = logged;
      const { status } = response;
      const durationMs = performance.now() - startedAt;
      const duration_ms = Math.round(durationMs * 10) / 10;
      edge.log.access(`${method} ${path} ${status}`, { method, path, status, duration_ms });
      countRequest(metrics, logged, { status, durationMs });
      traced.end(logged, status);
      return finish(edge, request, response, { requestId, place });
    })
  ).finally(() => metrics.inFlight--);
}

async function respond(
  edge: Edge,
  request: Request,
  known: {
    readonly pathname: string;
    readonly requestId: string;
    readonly peer: string;
    readonly place: ClientPlace;
  },
): Promise<Response> {
  const { pathname, requestId, peer, place } = known;
  const makeContext = () => {
    const credential = readCredential(request.headers);
    return createContext(edge.app, request, { credential, requestId, peer: place.address });
  };
  try {
    assertSameOrigin(request, edge.trustedOrigins);
    assertJsonRequest(request);
    const asksLocally = () => isLocal(peer, place, request, edge.ownNames);
    const exchange = { request, pathname, requestId, isLocal: asksLocally, makeContext };
    const routed = sendToFace(edge, request, place) ?? await route(edge, exchange);
    return await compressJson(request, routed);
  } catch (error) {
    return refuse(edge, error, requestId);
  }
}

/** What plain HTTP is answered beside an HTTPS face; null where the request goes its usual way. */
function sendToFace(edge: Edge, request: Request, place: ClientPlace): Response | null {
  const secureOrigin = edge.secureOrigin?.() ?? null;
  if (secureOrigin === null || isSecure(request, place)) return null;
  return answerPlain(request, place, secureOrigin);
}

/** Whether the client speaks TLS, with us or with a proxy that we trust. */
function isSecure(request: Request, place: ClientPlace): boolean {
  return place.isSecure || request.url.startsWith("https:");
}

/** What a log and the metrics know of what could not be read. */
const UNREADABLE = { method: "OTHER", path: "{unreadable}", route: "{unknown}" } as const;

function refuseUnreadable(edge: Edge, why: Unreadable): Response {
  const requestId = crypto.randomUUID();
  const response = refuse(edge, unreadableError(why), requestId);
  const { status } = response;
  const { method, path } = UNREADABLE;
  edge.log.access(`${path} ${status}`, { request_id: requestId, method, path, status });
  countRequest(edge.app.metrics, UNREADABLE, { status, durationMs: 0 });
  return finish(edge, null, response, { requestId, place: null });
}

function refuse(edge: Edge, error: unknown, requestId: string): Response {
  const shown = toAppError(error);
  if (isInternal(shown)) logInternalError(edge.log, shown, requestId);
  return errorResponse(shown, requestId, edge.app.now());
}

function finish(
  edge: Edge,
  request: Request | null,
  response: Response,
  known: { readonly requestId: string; readonly place: ClientPlace | null },
): Response {
  const { headers, status } = response;
  const { requestId, place } = known;
  const added = {
    ...SECURITY_HEADERS,
    ...(request === null || place === null ? {} : headersFor(edge, request, place)),
    "x-request-id": requestId,
  };
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  if (edge.allowedOrigins.length > 0) headers.append("vary", "origin");
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  if (request?.method !== "HEAD") return response;
  response.body?.cancel().catch(() => undefined);
  return new Response(null, { status, headers });
}

/** What depends on who asks, and how. */
function headersFor(edge: Edge, request: Request, place: ClientPlace): Record<string, string> {
  return {
    ...(isSecure(request, place) ? strictTransport(request) : {}),
    ...crossOriginHeaders(request, edge.allowedOrigins),
  };
}

const TRPC_METHODS = ["GET", "POST", "OPTIONS"];

async function route(edge: Edge, exchange: Exchange): Promise<Response> {
  const { request, pathname, requestId } = exchange;
  if (pathname.startsWith("/trpc/")) {
    if (request.method === "OPTIONS") return allow(edge, request, TRPC_METHODS);
    if (!TRPC_METHODS.includes(request.method)) {
      throw methodNotAllowed(request.method, TRPC_METHODS);
    }
    return await handleTrpc(
      edge.router,
      request,
      exchange.makeContext,
      (shown) => logInternalError(edge.log, shown, requestId),
    );
  }
  const match = matchPath(edge.routes, pathname);
  if (match !== null) {
    if (request.method === "OPTIONS") return allow(edge, request, allowedMethods(match));
    const { status, body, reply } = await callRest(
      edge.router,
      match,
      request,
      exchange.makeContext,
    );
    return jsonResponse(body, status, reply);
  }
  return await routeFiles(edge, exchange);
}

/** For administrators, and for whoever collects figures on this machine without a key. */
async function answerMetrics(edge: Edge, exchange: Exchange): Promise<Response> {
  const { request, isLocal, makeContext } = exchange;
  if (request.method === "OPTIONS") return allow(edge, request, READ_METHODS);
  if (!READ_METHODS.includes(request.method)) throw methodNotAllowed(request.method, READ_METHODS);
  const text = isLocal()
    ? await readMetrics(edge.app)
    : await createCallerFactory(edge.router)(await makeContext()).admin.metrics();
  return new Response(text, { headers: { "content-type": EXPOSITION_TYPE } });
}

async function routeFiles(edge: Edge, exchange: Exchange): Promise<Response> {
  const { request, pathname } = exchange;
  if (pathname === "/metrics") return await answerMetrics(edge, exchange);
  const found = pathname.startsWith("/api/") ? null : await findFile(edge, request, pathname);
  if (found === null) {
    throw new AppError(
      "NOT_FOUND",
      `There is nothing at "${pathname}". GET /openapi.json lists what there is.`,
    );
  }
  if (READ_METHODS.includes(request.method)) {
    return request.method === "OPTIONS" ? allow(edge, request, READ_METHODS) : found;
  }
  throw methodNotAllowed(request.method, READ_METHODS);
}

async function findFile(edge: Edge, request: Request, pathname: string): Promise<Response | null> {
  if (pathname === "/openapi.json") {
    return jsonResponse(edge.openApi(), 200, { "cache-control": "no-cache" });
  }
  if (pathname === "/docs" || pathname.startsWith("/docs/")) {
    return await serveDocs(edge.swagger, pathname.slice("/docs/".length), request);
  }
  const wantsPage = request.headers.get("accept")?.includes("text/html") ?? false;
  if (pathname === "/" && !wantsPage) return operational(edge.app);
  const path = decodePath(pathname);
  const file = path === "/" ? null : await serveFile(edge.web, path, request);
  if (file !== null) return file;
  // The pages of the app are its own affair: it is given every address that no file has. A name with
  // an ending is a file that is missing, and says so.
  if (!wantsPage || /\.\w+$/.test(path)) return null;
  return await serveFile(edge.web, "/index.html", request) ?? notBuilt();
}

function decodePath(pathname: string): string {
  return pathname.split("/").map(decode).join("/");
}

function operational(app: App): Response {
  const message =
    "Crypto AI: crypto market forecasts. The API is described at /openapi.json and /docs.";
  return jsonResponse({ status: "operational", message, version: app.version });
}

function notBuilt(): Response {
  const text = "The dashboard has not been built. Run: deno task start";
  return new Response(text, { status: 503, headers: { "content-type": "text/plain" } });
}

function allow(edge: Edge, request: Request, methods: readonly string[]): Response {
  const headers = {
    allow: methods.join(", "),
    ...preflightHeaders(request, edge.allowedOrigins, methods),
  };
  return new Response(null, { status: 204, headers });
}
