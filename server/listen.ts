import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import { HiddenResponse, reveal } from "./hidden_response.ts";
import { toRequest } from "./node_request.ts";
import { sendResponse } from "./node_response.ts";
import { refuseUnreadable } from "./refuse_unreadable.ts";
import { faceOrigin } from "./tls/face_origin.ts";
import type { CertificateKeeper } from "./tls/keep_certificate.ts";
import type { Certificate } from "./tls/read_certificate.ts";
import { isTracing } from "./trace_request.ts";
import type { Unreadable } from "./unreadable.ts";

/** A server that takes requests. */
export interface Listening {
  readonly url: string;
  /** Takes no new requests, waits for those under way, for no longer than `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** The port cannot be listened on; the message says what to do. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

/** Where to listen, and the names of the settings that say so, for errors. */
export interface ListenPlace {
  readonly hostname: string;
  /** 0 for a free one. */
  readonly port: number;
  /** Default `API_PORT`. */
  readonly portName?: string;
}

/** Tells early, before anything slow is begun, that the port cannot be had. */
export function assertPortFree(place: ListenPlace): void {
  if (place.port === 0) return;
  try {
    Deno.listen({ hostname: place.hostname, port: place.port }).close();
  } catch (error) {
    throw explain(error, place);
  }
}

/** How long a client may take. */
export interface Patience {
  /** From the opening of the connection, or the first byte of the next request, to its headers. */
  readonly headersMs: number;
  /** To the end of its body. */
  readonly requestMs: number;
  /** Without a request; longer than proxies keep a connection, or they send into a closed one. */
  readonly idleMs: number;
  /** How often the clocks are looked at. */
  readonly checkMs: number;
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 30_000, idleMs: 75_000, checkMs: 1_000 };
const MAX_HEADER_BYTES = 16_384;
/** Connections that wait to be accepted: a crowd that comes back after a restart is not turned away. */
const BACKLOG = 2_048;
/** A client may have sent a request just before it could know that we stop: it is still answered. */
const QUIET_TICKS = 5;
const TICK_MS = 50;
/** Clients that go on and on do not keep us from stopping. */
const LAST_CALL_MS = 2_000;
/** What is left of a body that was refused is thrown away for this long, so that the answer arrives. */
const LINGER_MS = 3_000;

type Handler = (request: Request | Unreadable, peer: string) => Promise<Response>;

/** What TLS is spoken with, and by which name. */
type TlsFace = Pick<CertificateKeeper, "host" | "current" | "onChange">;

/**
 * Listens on a port, 0 for a free one; over TLS where a face is given, with the same time-outs.
 *
 * It is `node:http` and not `Deno.serve` because that has no time-outs: a connection that sends
 * nothing would stay for ever (docs/decisions/054-slow-clients.md).
 *
 * @throws {ListenError} naming the port and what to do
 */
export async function listen(
  options: ListenPlace & {
    readonly handler: Handler;
    readonly patience?: Patience;
    readonly tls?: TlsFace;
  },
): Promise<Listening> {
  const { hostname, port, handler, patience = PATIENCE, tls } = options;
  const stopping = new AbortController();
  const settings: ServerOptions = {
    headersTimeout: patience.headersMs,
    requestTimeout: patience.requestMs,
    keepAliveTimeout: patience.idleMs,
    connectionsCheckingInterval: patience.checkMs,
    maxHeaderSize: MAX_HEADER_BYTES,
    noDelay: true,
    ...(isTracing() && { ServerResponse: HiddenResponse }),
  };
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse) =>
    void answer(stopping.signal, handler, incoming, outgoing);
  const server = tls === undefined
    ? createServer(settings, onRequest)
    : openTls(tls, { ...settings, handshakeTimeout: patience.headersMs }, onRequest);
  refuseUnreadable(server, handler);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen({ host: hostname, port, backlog: BACKLOG }, resolve);
  try {
    await promise;
  } catch (error) {
    throw explain(error, options);
  }
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: tls === undefined
      ? `http://${shownHost(hostname)}:${taken}`
      : faceOrigin({ host: tls.host, port: taken }),
    stop: (graceMs) => stopServer(server, stopping, graceMs),
  };
}

/** A new certificate is for new connections: those that are open, streams among them, go on. */
function openTls(
  tls: TlsFace,
  settings: ServerOptions & { readonly handshakeTimeout: number },
  onRequest: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): Server {
  const context = ({ chain, key }: Certificate) => {
    return { cert: chain, key, minVersion: "TLSv1.2" } as const;
  };
  const server = createTlsServer({ ...settings, ...context(tls.current) }, onRequest);
  tls.onChange((certificate) => server.setSecureContext(context(certificate)));
  return server;
}

async function answer(
  stopping: AbortSignal,
  handler: Handler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  reveal(incoming);
  outgoing.on("close", () => left.abort());
  outgoing.on("error", () => left.abort());
  try {
    const request = toRequest(incoming, left.signal);
    const response = await handler(request, incoming.socket.remoteAddress ?? "");
    if (stopping.aborted && incoming.complete) outgoing.setHeader("connection", "close");
    await sendResponse(outgoing, response);
    if (!incoming.complete) letGo(incoming);
  } catch {
    // The handler catches everything; what comes here is a fault of the handler itself.
    if (!outgoing.headersSent) outgoing.statusCode = 500;
    outgoing.end();
  }
}

/** Reads on past a body that nobody wants, for a moment: closing at once would lose the answer. */
function letGo(incoming: IncomingMessage): void {
  const { socket } = incoming;
  incoming.removeAllListeners("data");
  incoming.resume();
  const timer = setTimeout(() => incoming.complete || socket.destroy(), LINGER_MS);
  const isOver = () => clearTimeout(timer);
  incoming.once("end", isOver);
  socket.once("close", isOver);
}

/**
 * Until no new request has come for a moment everything is answered, each answer saying that the
 * connection ends with it; then nothing new is taken, and what has not ended when the grace is over
 * is cut.
 */
async function stopServer(
  server: Server,
  stopping: AbortController,
  graceMs: number,
): Promise<void> {
  stopping.abort();
  await untilQuiet(server, Math.min(LAST_CALL_MS, graceMs));
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  const tidy = setInterval(() => server.closeIdleConnections(), TICK_MS);
  const late = setTimeout(() => {
    server.closeAllConnections();
    resolve();
  }, graceMs);
  await closed;
  clearTimeout(late);
  clearInterval(tidy);
}

/** Counts turns of the event loop, not time: on a busy machine, what came in waits for its turn. */
async function untilQuiet(server: Server, mostMs: number): Promise<void> {
  const deadlineMs = performance.now() + mostMs;
  let quiet = 0;
  const news = () => quiet = 0;
  server.on("connection", news);
  server.on("request", news);
  while (quiet++ < QUIET_TICKS && performance.now() < deadlineMs) {
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
}

function shownHost(hostname: string): string {
  if (["127.0.0.1", "0.0.0.0", "::", "::1", "localhost"].includes(hostname)) return "localhost";
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

function explain(error: unknown, place: ListenPlace): ListenError {
  const { hostname, port, portName = "API_PORT" } = place;
  const cause = { cause: error };
  if (error instanceof Deno.errors.AddrInUse || codeOf(error) === "EADDRINUSE") {
    return new ListenError(
      `Port ${port} is taken by another program. Stop it, or set ${portName} to another port; 0 takes a free one.`,
      cause,
    );
  }
  if (error instanceof Deno.errors.PermissionDenied || codeOf(error) === "EACCES") {
    const advice = `Set ${portName} to one above 1023.`;
    return new ListenError(`Port ${port} may not be listened on by this user. ${advice}`, cause);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new ListenError(
    `The address ${hostname} cannot be listened on (${reason}). Set API_HOST to one of this machine.`,
    cause,
  );
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}
