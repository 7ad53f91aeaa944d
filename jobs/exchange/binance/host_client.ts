import {
  type BlockStore,
  ExchangeError,
  type ExchangeLog,
  SIMULATED_HEADER,
  type Sleep,
} from "../exchange.ts";
import { errorFromReply } from "./error_reply.ts";
import { createHostBlocks, type HostBlocks } from "./host_blocks.ts";
import type { WeightBudget } from "./weight_budget.ts";

export interface HostClientOptions {
  /** Origin, with an optional path prefix: `https://data-api.binance.vision`. */
  readonly baseUrl: string;
  readonly headers: () => Readonly<Record<string, string>>;
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
  /** True once an answer said that the host is a simulated exchange. */
  readonly simulated: boolean;
  get<T>(request: HostRequest<T>): Promise<T>;
}

export const RETRIES = 3;
const BASE_DELAY_MS = 500;
/** 429s that are waited out before the request is given up: the limit is not ours alone. */
const MAX_BLOCKED_ATTEMPTS = 5;

/** HTTP to one host: weight budget, blocks, time-out, and three retries with jittered backoff. */
export function createHostClient(options: HostClientOptions): HostClient {
  return new BoundedClient(options);
}

class BoundedClient implements HostClient {
  readonly baseUrl: string;
  simulated = false;
  readonly #options: HostClientOptions;
  readonly #host: string;
  readonly #blocks: HostBlocks;

  constructor(options: HostClientOptions) {
    const { blocks: store, maxBlockWaitMs: maxWaitMs, now, sleep, log } = options;
    this.baseUrl = options.baseUrl;
    this.#options = options;
    this.#host = new URL(options.baseUrl).host;
    this.#blocks = createHostBlocks({ host: this.#host, store, maxWaitMs, now, sleep, log });
  }

  async get<T>(request: HostRequest<T>): Promise<T> {
    const retries = request.retries ?? RETRIES;
    let failures = 0;
    let blocked = 0;
    while (true) {
      try {
        return await this.#attempt(request);
      } catch (error) {
        if (!(error instanceof ExchangeError)) throw error;
        if (error.kind === "unavailable" && failures < retries) {
          await this.#backOff(failures++, error, request.signal);
        } else if (this.#isShortBlock(error) && blocked++ < MAX_BLOCKED_ATTEMPTS) {
          continue; // the block is recorded: the next attempt waits it out
        } else {
          throw error;
        }
      }
    }
  }

  #isShortBlock(error: ExchangeError): boolean {
    if (!isBlock(error)) return false;
    const untilMs = error.options.retryAtMs ?? 0;
    return untilMs - this.#options.now() <= this.#options.maxBlockWaitMs;
  }

  async #attempt<T>(request: HostRequest<T>): Promise<T> {
    await this.#blocks.wait(request.signal);
    const lease = await this.#options.budget.acquire(request.weight, request.signal);
    let used: number | null = null;
    try {
      // Another request may have met a block while this one stood in the queue.
      await this.#blocks.wait(request.signal);
      return await this.#exchange(request, (weight) => used = weight);
    } catch (error) {
      if (isBlock(error)) lease.refuse();
      throw error;
    } finally {
      lease.release(used);
    }
  }

  async #exchange<T>(
    request: HostRequest<T>,
    onUsed: (used: number | null) => void,
  ): Promise<T> {
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), this.#options.timeoutMs);
    const signal = request.signal
      ? AbortSignal.any([request.signal, timeout.signal])
      : timeout.signal;
    try {
      const headers = this.#options.headers();
      const response = await this.#options.fetch(`${this.baseUrl}${request.path}`, {
        headers,
        signal,
      });
      // The count on a 429 or 418 is over the limit and would hold us for the rest of the minute:
      // its Retry-After is the word on when to come back, and the answer then has a fresh count.
      if (response.status !== 429 && response.status !== 418) onUsed(usedWeight(response));
      if (!response.ok) throw await this.#refusal(response);
      this.simulated = response.headers.has(SIMULATED_HEADER);
      return request.read(await response.json());
    } catch (error) {
      if (request.signal?.aborted) throw request.signal.reason;
      if (error instanceof ExchangeError) throw error;
      throw this.#unavailable(request, error, timeout.signal.aborted);
    } finally {
      clearTimeout(timer);
    }
  }

  async #refusal(response: Response): Promise<ExchangeError> {
    const error = errorFromReply({
      host: this.#host,
      status: response.status,
      headers: response.headers,
      body: await response.text().catch(() => ""),
      receivedAtMs: this.#options.now(),
    });
    if (error.options.retryAtMs !== undefined) {
      await this.#blocks.record(error.options.retryAtMs, error.message);
    }
    return error;
  }

  #unavailable(
    request: HostRequest<unknown>,
    cause: unknown,
    timedOut: boolean,
  ): ExchangeError {
    const why = timedOut
      ? `no answer within ${this.#options.timeoutMs} ms`
      : cause instanceof Error
      ? cause.message
      : String(cause);
    return new ExchangeError("unavailable", `${this.#host} gave no usable answer (${why}).`, {
      cause: new Error(`GET ${request.path}`, { cause }),
    });
  }

  async #backOff(failure: number, error: ExchangeError, signal?: AbortSignal): Promise<void> {
    const { random, log, sleep } = this.#options;
    const delayMs = Math.round(BASE_DELAY_MS * 2 ** failure * (0.5 + random()));
    // Not a warning yet: what the retries cannot mend is told once, by who gives up.
    log.debug(`${error.message} Trying again in ${delayMs} ms.`, {
      host: this.#host,
      attempt: failure + 1,
    });
    await sleep(delayMs, signal);
  }
}

function usedWeight(response: Response): number | null {
  const used = Number(response.headers.get("x-mbx-used-weight-1m") ?? Number.NaN);
  return Number.isFinite(used) ? used : null;
}

function isBlock(error: unknown): error is ExchangeError {
  return error instanceof ExchangeError &&
    (error.kind === "rate_limited" || error.kind === "banned");
}
