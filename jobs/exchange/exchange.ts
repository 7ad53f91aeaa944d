/**
 * The port through which the collector sees an exchange. `binance.ts` implements it over HTTP; the
 * simulated exchange speaks the same dialect over HTTP, so it is reached through the same client.
 */
export interface Exchange {
  /** What goes into the provenance of a candle, for instance `https://data-api.binance.vision`. */
  readonly source: string;
  /**
   * True when the host that answered last calls itself simulated: its prices are made up, or real ones
   * moved in time. Such data is labelled wherever it is shown.
   */
  readonly simulated: boolean;
  /** Every spot market with its trading status. */
  listInstruments(signal?: AbortSignal): Promise<Instrument[]>;
  /** 24-hour statistics of every market. */
  listTickers(signal?: AbortSignal): Promise<Ticker[]>;
  /**
   * The newest price of each market named, in one request. A market that is not there is left out. Not
   * retried: whoever asks every few seconds asks again anyway.
   */
  listPrices(symbols: readonly string[], signal?: AbortSignal): Promise<SpotPrice[]>;
  /**
   * Circulating supplies by base asset; an empty map where the exchange does not publish them, in
   * which case coins are ranked by quote volume.
   */
  listSupplies(signal?: AbortSignal): Promise<Map<string, AssetSupply>>;
  /**
   * One page of hourly klines with `fromMs <= open time <= toMs`, oldest first, at most
   * {@link MAX_KLINES_PER_PAGE} rows, as the exchange sent them: each row is validated later, one by
   * one, so that one bad row does not lose the page.
   */
  fetchKlines(request: KlineRequest, signal?: AbortSignal): Promise<unknown[]>;
}

/** The header by which a simulated exchange says that it is one. */
export const SIMULATED_HEADER = "x-simulated-exchange";

export const MAX_KLINES_PER_PAGE = 1000;

export interface KlineRequest {
  /** Exchange symbol, for instance `BTCUSDT`. */
  readonly symbol: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit?: number;
}

export interface Instrument {
  /** Exchange symbol, for instance `BTCUSDT`. */
  readonly symbol: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  readonly status: string;
}

export interface Ticker {
  readonly symbol: string;
  readonly lastPrice: number;
  readonly quoteVolume: number;
}

export interface SpotPrice {
  /** Exchange symbol, for instance `BTCUSDT`. */
  readonly symbol: string;
  /** Exact decimal, above zero. */
  readonly price: string;
}

export interface AssetSupply {
  /** Readable name, for instance `Bitcoin`. */
  readonly name: string;
  /** Circulating supply in coins; `null` where unknown. */
  readonly circulatingSupply: number | null;
  /** Exchange tags such as `stablecoin` or `wrapped`, lower case. */
  readonly tags: readonly string[];
}

/** Why a request to the exchange failed, and what to do about it. */
export type ExchangeErrorKind =
  | "rate_limited" // 429: wait until `retryAtMs`
  | "banned" // 418: wait until `retryAtMs`
  | "barred" // 403, 451: this address may not use the host; permanent
  | "rejected" // 4xx: our request is wrong; permanent
  | "unavailable"; // 5xx, reset, time-out, unreadable answer: retried, then given up

export class ExchangeError extends Error {
  override readonly name = "ExchangeError";
  constructor(
    readonly kind: ExchangeErrorKind,
    message: string,
    readonly options: {
      readonly status?: number;
      readonly code?: number;
      readonly retryAtMs?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
  }
}

/**
 * Where a block (`Retry-After`, ban) is remembered, so that it holds over a restart and for every
 * process on the same address.
 */
export interface BlockStore {
  load(host: string): Promise<number | null>;
  save(host: string, untilMs: number, reason: string): Promise<void>;
}

/** Where the weight of requests to one host is counted for every process on the same address. */
export interface WeightCount {
  /** Takes weight from this minute, where it keeps below the ceiling; `used` is what all have taken. */
  reserve(
    weight: number,
    ceiling: number,
  ): Promise<{ readonly granted: boolean; readonly used: number }>;
  /** The host's own count of this minute, where that is more. Does not wait, and never fails. */
  note(used: number): void;
}

/** Where an exchange client reports what it does; any structured logger fits. */
export interface ExchangeLog {
  debug(message: string, fields?: Record<string, unknown>): void;
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
}

/** Waits `ms` milliseconds; rejects with the signal's reason when it is aborted. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;
