import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { SIMULATED_HEADER } from "../exchange.ts";
import { type ApiAnswer, ROUTES } from "./api.ts";
import { createFaults, describeBlock, type FaultReply, type Faults } from "./faults.ts";
import { FaultSpecError, parseFaults } from "./fault_spec.ts";
import type { Market } from "./market.ts";
import { createRandom, seedFrom } from "./random.ts";
import { createWeightMeter } from "./weight_meter.ts";

/** `GET` shows what was asked and what went wrong; `POST` with a fault spec as body sets it. */
export const ADMIN_PATH = "/simulator/faults";

export interface SimulatedServerOptions {
  readonly market: Market;
  readonly hostname: string;
  readonly port: number;
  readonly seed: number;
  readonly faults: string;
  readonly weightLimit: number;
  readonly now: () => number;
}

export interface SimulatedServer {
  readonly url: string;
  close(): Promise<void>;
}

interface Exchange extends SimulatedServerOptions {
  spec: string;
  faultState: Faults;
  readonly meter: ReturnType<typeof createWeightMeter>;
  requests: number;
  readonly paths: Record<string, number>;
}

/**
 * Serves the market in Binance's dialect. `node:http` rather than `Deno.serve`: only there can a
 * connection be reset or cut in the middle of a body, which the faults need.
 *
 * @throws {FaultSpecError} for an unreadable fault spec; the system's error for a taken port.
 */
export async function serveMarket(options: SimulatedServerOptions): Promise<SimulatedServer> {
  const exchange: Exchange = {
    ...options,
    spec: options.faults,
    faultState: makeFaults(options, options.faults),
    meter: createWeightMeter(options.weightLimit),
    requests: 0,
    paths: {},
  };
  const server = createServer((request, response) => {
    handle(exchange, request, response).catch((error) => {
      if (!response.headersSent) send(response, 500, {}, JSON.stringify({ msg: String(error) }));
    });
  });
  const port = await listen(server, options);
  return {
    url: `http://${options.hostname}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function makeFaults({ seed }: SimulatedServerOptions, spec: string): Faults {
  return createFaults(parseFaults(spec), createRandom(seedFrom(seed, "faults")).uniform);
}

function listen(server: Server, { port, hostname }: SimulatedServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

async function handle(
  exchange: Exchange,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://simulator");
  if (url.pathname === ADMIN_PATH) return await administer(exchange, request, response);
  exchange.requests++;
  exchange.paths[url.pathname] = (exchange.paths[url.pathname] ?? 0) + 1;
  const nowMs = exchange.now();
  const route = ROUTES.get(url.pathname);
  if (!route) return send(response, 404, { "content-type": "text/html" }, "<h1>404</h1>");

  const reading = exchange.meter.take(route.weight(url.searchParams), nowMs);
  const headers = {
    "content-type": "application/json;charset=UTF-8",
    "x-mbx-used-weight": String(reading.used),
    "x-mbx-used-weight-1m": String(reading.used),
    [SIMULATED_HEADER]: "true",
  };
  if (reading.block) {
    return reply(
      response,
      describeBlock(reading.block.name, reading.block.untilMs, nowMs),
      headers,
    );
  }
  const mishap = exchange.faultState.onRequest(nowMs);
  if (mishap.delayMs > 0) await pause(mishap.delayMs);
  if (mishap.connection === "hang") return;
  if (mishap.connection === "reset") return void request.socket.resetAndDestroy();
  if (mishap.reply) return reply(response, mishap.reply, headers);
  const answer = await route.answer({
    market: exchange.market,
    faults: exchange.faultState,
    query: url.searchParams,
    nowMs,
    weightLimit: exchange.weightLimit,
  });
  if (mishap.connection === "truncate") return truncate(request, response, answer, headers);
  send(response, answer.status, headers, answer.body);
}

function reply(response: ServerResponse, fault: FaultReply, headers: Record<string, string>): void {
  send(response, fault.status, { ...headers, ...fault.headers }, fault.body);
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string,
): void {
  const bytes = new TextEncoder().encode(body);
  response.writeHead(status, { ...headers, "content-length": String(bytes.length) });
  response.end(bytes);
}

/** Promises the whole body, sends half of it and goes away. */
function truncate(
  request: IncomingMessage,
  response: ServerResponse,
  answer: ApiAnswer,
  headers: Record<string, string>,
): void {
  const bytes = new TextEncoder().encode(answer.body);
  response.writeHead(answer.status, { ...headers, "content-length": String(bytes.length) });
  response.write(bytes.subarray(0, bytes.length >> 1), () => request.socket.destroy());
}

async function administer(
  exchange: Exchange,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = { "content-type": "application/json" };
  if (!isLoopback(request.socket.remoteAddress ?? "")) return send(response, 403, headers, "{}");
  if (request.method === "POST") {
    const spec = await readBody(request);
    try {
      exchange.faultState = makeFaults(exchange, spec);
      exchange.spec = spec;
    } catch (error) {
      if (!(error instanceof FaultSpecError)) throw error;
      return send(response, 400, headers, JSON.stringify({ error: error.message }));
    }
  }
  send(response, 200, headers, JSON.stringify(describe(exchange)));
}

function describe(exchange: Exchange): Record<string, unknown> {
  return {
    faults: exchange.spec,
    requests: exchange.requests,
    paths: exchange.paths,
    injected: exchange.faultState.injected,
    early: exchange.faultState.early,
    peakWeight: exchange.meter.peak,
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) throw new FaultSpecError("the fault spec is too long");
  }
  return text.trim();
}

function isLoopback(address: string): boolean {
  return address === "::1" || address.startsWith("127.") || address.startsWith("::ffff:127.");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
