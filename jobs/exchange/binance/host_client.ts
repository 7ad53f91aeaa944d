import { type BlockStore, ExchangeError, type ExchangeLog, type Sleep } from "../exchange.ts";
import { errorFromReply } from "./error_reply.ts";
import { createHostBlocks } from "./host_blocks.ts";
import type { WeightBudget } from "./weight_budget.ts";

export interface HostClientOptions {
  /** Origin, with an optional path prefix: `https://data-api.binance.vision`. */
  readonly baseUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly budget: WeightBudget;
  readonly blocks: BlockStore;
  readonly timeoutMs: number;
  readonly maxBlockWaitMs: number;
  readonly now: () => number;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly log: ExchangeLog;
  readonly fetch: typeof fetch;
}

export interface HostRequest<T> {
  /** Path and query, for instance `/api/v3/klines?symbol=BTCUSDT`. */
  readonly path: string;
  readonly weight: number;
  /** Turns the parsed JSON into the answer; a throw counts as an unreadable body. */
  readonly read: (json: unknown) => T;
  readonly signal?: AbortSignal;
  /** Retries after the first attempt; three unless told otherwise. */
  readonly retries?: number;
}

export interface HostClient {
  readonly baseUrl: string;
  get<T>(request: HostRequest<T>): Promise<T>;
}

export const RETRIES = 3;
const BASE_DELAY_MS = 500;
/** 429s that are waited out before the request is given up: the limit is not ours alone. */
const MAX_BLOCKED_ATTEMPTS = 5;

/** HTTP to one host: weight budget, blocks, time-out, and three retries with jittered backoff. */
export function createHostClient(options: HostClientOptions): HostClient {
  const host = new URL(options.baseUrl).host;
  const blocks = createHostBlocks({
    host,
    store: options.blocks,
    maxWaitMs: options.maxBlockWaitMs,
    now: options.now,
    sleep: options.sleep,
    log: options.log,
  });

  async function get<T>(request: HostRequest<T>): Promise<T> {
    const retries = request.retries ?? RETRIES;
    let failures = 0;
    let blocked = 0;
    while (true) {
      try {
        return await attempt(request);
      } catch (error) {
        if (!(error instanceof ExchangeError)) throw error;
        const { kind } = error;
        if (kind === "unavailable" && failures < retries) {
          await backOff(failures++, error, request.signal);
        } else if (isBlock(error) && blocked < MAX_BLOCKED_ATTEMPTS && isShort(error)) {
          blocked++; // the block is recorded: the next attempt waits it out
        } else {
          throw error;
        }
      }
    }
  }

  function isShort(error: ExchangeError): boolean {
    return (error.options.retryAtMs ?? 0) - options.now() <= options.maxBlockWaitMs;
  }

  async function attempt<T>(request: HostRequest<T>): Promise<T> {
    await blocks.wait(request.signal);
    const lease = await options.budget.acquire(request.weight, request.signal);
    let used: number | null = null;
    try {
      // Another request may have met a block while this one stood in the queue.
      await blocks.wait(request.signal);
      return await exchange(request, (weight) => used = weight);
    } finally {
      lease.release(used);
    }
  }

  async function exchange<T>(
    request: HostRequest<T>,
    onUsed: (used: number | null) => void,
  ): Promise<T> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), options.timeoutMs);
    const signal = request.signal
      ? AbortSignal.any([request.signal, timeout.signal])
      : timeout.signal;
    try {
      const response = await options.fetch(`${options.baseUrl}${request.path}`, {
        headers: options.headers,
        signal,
      });
      // The count on a 429 or 418 is over the limit and would hold us for the rest of the minute:
      // its Retry-After is the word on when to come back, and the answer then has a fresh count.
      if (response.status !== 429 && response.status !== 418) onUsed(usedWeight(response));
      if (!response.ok) throw await refusal(response);
      return request.read(await response.json());
    } catch (error) {
      if (request.signal?.aborted) throw request.signal.reason;
      if (error instanceof ExchangeError) throw error;
      throw unavailable(request, error, timeout.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  }

  async function refusal(response: Response): Promise<ExchangeError> {
    const error = errorFromReply({
      host,
      status: response.status,
      headers: response.headers,
      body: await response.text().catch(() => ""),
      receivedAtMs: options.now(),
    });
    if (error.options.retryAtMs !== undefined) {
      await blocks.record(error.options.retryAtMs, error.message);
    }
    if (isBlock(error)) options.budget.resync();
    return error;
  }

  function unavailable(
    request: HostRequest<unknown>,
    cause: unknown,
    timedOut: boolean,
  ): ExchangeError {
    const why = timedOut
      ? `no answer within ${options.timeoutMs} ms`
      : cause instanceof Error
      ? cause.message
      : String(cause);
    return new ExchangeError("unavailable", `${host} gave no usable answer (${why}).`, {
      cause: new Error(`GET ${request.path}`, { cause }),
    });
  }

  async function backOff(failure: number, error: ExchangeError, signal?: AbortSignal) {
    const delayMs = Math.round(BASE_DELAY_MS * 2 ** failure * (0.5 + options.random()));
    options.log.warn("exchange request failed, trying again", {
      host,
      error: error.message,
      attempt: failure + 1,
      delayMs,
    });
    await options.sleep(delayMs, signal);
  }

  return { baseUrl: options.baseUrl, get };
}

function usedWeight(response: Response): number | null {
  const used = Number(response.headers.get("x-mbx-used-weight-1m") ?? Number.NaN);
  return Number.isFinite(used) ? used : null;
}

function isBlock(error: ExchangeError): boolean {
  return error.kind === "rate_limited" || error.kind === "banned";
}
