import { fromFileUrl } from "@std/path";
import { createBinance } from "../../../jobs/exchange/binance.ts";
import type { BlockStore, Exchange, ExchangeLog } from "../../../jobs/exchange/exchange.ts";

/** 2026-03-01 00:00:10 UTC: ten seconds into a minute, so that its end is near but not here. */
export const START_MS = Date.UTC(2026, 2, 1, 0, 0, 10);

export interface FakeClock {
  now(): number;
  set(timeMs: number): void;
  /** Moves time on at once and remembers how long was asked for. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  readonly slept: number[];
}

export function createFakeClock(startMs = START_MS): FakeClock {
  let timeMs = startMs;
  const slept: number[] = [];
  return {
    now: () => timeMs,
    set: (newTimeMs) => void (timeMs = newTimeMs),
    slept,
    sleep: async (ms, signal) => {
      const untilMs = timeMs + ms;
      slept.push(ms);
      await Promise.resolve();
      signal?.throwIfAborted();
      timeMs = Math.max(timeMs, untilMs);
    },
  };
}

export interface MemoryBlocks extends BlockStore {
  readonly saved: { host: string; untilMs: number; reason: string }[];
}

/** A block store that outlives clients, as the database does. */
export function createMemoryBlocks(): MemoryBlocks {
  const saved: { host: string; untilMs: number; reason: string }[] = [];
  return {
    saved,
    load: (host) =>
      Promise.resolve(saved.filter((block) => block.host === host).at(-1)?.untilMs ?? null),
    save: (host, untilMs, reason) => {
      saved.push({ host, untilMs, reason });
      return Promise.resolve();
    },
  };
}

export const silentLog: ExchangeLog = { debug() {}, info() {}, warn() {} };

export interface ScriptedReply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Fails like a broken connection instead. */
  readonly failure?: string;
}

export interface ScriptedNetwork {
  readonly fetch: typeof fetch;
  /** URL and time of each request, in order. */
  readonly requests: { url: string; atMs: number; headers: Headers }[];
}

/** A network that gives these replies one after the other, the last one for ever. */
export function createScriptedNetwork(
  replies: readonly ScriptedReply[] | ((url: string, index: number) => ScriptedReply),
  now: () => number,
): ScriptedNetwork {
  const requests: ScriptedNetwork["requests"] = [];
  const replyTo = typeof replies === "function"
    ? replies
    : (_url: string, index: number) => replies[Math.min(index, replies.length - 1)]!;
  const scripted = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const url = String(input);
    const reply = replyTo(url, requests.length);
    requests.push({ url, atMs: now(), headers: new Headers(init?.headers) });
    if (reply.failure !== undefined) return Promise.reject(new TypeError(reply.failure));
    const { status, headers, body } = reply;
    return Promise.resolve(new Response(body ?? "[]", { status, headers }));
  };
  return { fetch: scripted, requests };
}

export interface ClientParts {
  readonly clock?: FakeClock;
  readonly blocks?: BlockStore;
  readonly baseUrls?: readonly string[];
  readonly productsUrl?: string;
  readonly apiKey?: string;
  readonly fetch?: typeof fetch;
  readonly maxBlockWaitMs?: number;
  readonly timeoutMs?: number;
  readonly random?: () => number;
  readonly log?: ExchangeLog;
}

/** A client under test: everything it is not told is quiet and deterministic. */
export function openClient(parts: ClientParts): Exchange {
  const clock = parts.clock ?? createFakeClock();
  return createBinance({
    baseUrls: parts.baseUrls ?? ["https://one.example"],
    productsUrl: parts.productsUrl,
    apiKey: () => parts.apiKey,
    blocks: parts.blocks ?? createMemoryBlocks(),
    now: clock.now,
    sleep: clock.sleep,
    random: parts.random ?? (() => 0.5),
    log: parts.log ?? silentLog,
    fetch: parts.fetch,
    maxBlockWaitMs: parts.maxBlockWaitMs,
    timeoutMs: parts.timeoutMs,
  });
}

export const PAGE = { symbol: "BTCUSDT", fromMs: 0, toMs: START_MS };

/** A file of the shared data set, or null (with a line saying so) where the set is absent. */
export function sharedData(path: string): string | null {
  const url = new URL(`../../../../shared/data/${path}`, import.meta.url);
  try {
    Deno.statSync(url);
    return fromFileUrl(url);
  } catch {
    console.log(`skipped: ../shared/data/${path} is not here`);
    return null;
  }
}
