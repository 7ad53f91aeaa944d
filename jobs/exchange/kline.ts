/** One validated hourly candle; prices and volumes are exact plain decimals as text. */
export interface Candle {
  /** Milliseconds since the epoch, on the hour (UTC). */
  readonly openTimeMs: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  /** Base-asset volume. */
  readonly volume: string;
  /** Quote-asset volume; `null` where the source does not say. */
  readonly quoteVolume: string | null;
  /** Number of trades; `null` where the source does not say. */
  readonly trades: number | null;
  /** Whether the hour was over at the time of asking. */
  readonly isClosed: boolean;
}

export type KlineResult =
  | { readonly ok: true; readonly candle: Candle }
  | { readonly ok: false; readonly reason: string; readonly openTimeMs?: number };

/** The fields of a candle before validation, whatever file or answer they came from. */
export interface RawCandle {
  readonly openTime: unknown;
  /** `undefined` where the source has none: the hour's end is taken. */
  readonly closeTime: unknown;
  readonly open: unknown;
  readonly high: unknown;
  readonly low: unknown;
  readonly close: unknown;
  readonly volume: unknown;
  readonly quoteVolume: unknown;
  readonly trades: unknown;
}

const HOUR_MS = 3_600_000;
const FIELDS = 12;
/** Longer texts are no prices, and would not fit the database either. */
const MAX_DIGITS = 40;
const PLAIN_DECIMAL = /^\d+(?:\.\d+)?$/;
const SCIENTIFIC = /^(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,2})$/;

/**
 * Validates one row of Binance's klines: `[open time, open, high, low, close, volume, close time,
 * quote volume, trades, taker buy base, taker buy quote, unused]`. Never throws. Checked by hand
 * rather than by zod: a schema per row would cost more than storing it.
 */
export function parseKline(row: unknown, nowMs: number): KlineResult {
  if (!Array.isArray(row)) return bad(`the row is ${nameOf(row)}, not an array`);
  if (row.length !== FIELDS) {
    return bad(`the row has ${row.length} fields, not ${FIELDS}`, plausibleTime(row[0]));
  }
  return parseCandle({
    openTime: row[0],
    open: row[1],
    high: row[2],
    low: row[3],
    close: row[4],
    volume: row[5],
    closeTime: row[6],
    quoteVolume: row[7],
    trades: row[8],
  }, nowMs);
}

/** Applies the rules of a stored candle to fields of any source. Never throws. */
export function parseCandle(raw: RawCandle, nowMs: number): KlineResult {
  const openTimeMs = plausibleTime(raw.openTime);
  if (openTimeMs === undefined) return bad(`open time ${quote(raw.openTime)} is not a time`);
  const timing = timeProblem(openTimeMs, raw.closeTime, nowMs);
  if (timing !== null) return bad(timing, openTimeMs);

  const open = decimal(raw.open);
  const high = decimal(raw.high);
  const low = decimal(raw.low);
  const close = decimal(raw.close);
  const volume = decimal(raw.volume);
  const quoteVolume = raw.quoteVolume === null ? null : decimal(raw.quoteVolume);
  if (
    open === undefined || high === undefined || low === undefined || close === undefined ||
    volume === undefined || quoteVolume === undefined
  ) {
    return bad(numberProblem(raw), openTimeMs);
  }
  const prices = priceProblem(Number(open), Number(high), Number(low), Number(close));
  if (prices !== null) return bad(prices, openTimeMs);
  if (raw.trades !== null && !isCount(raw.trades)) {
    return bad(`trades ${quote(raw.trades)} is not a count`, openTimeMs);
  }
  const trades = raw.trades as number | null;
  const isClosed = openTimeMs + HOUR_MS - 1 < nowMs;
  return {
    ok: true,
    candle: { openTimeMs, open, high, low, close, volume, quoteVolume, trades, isClosed },
  };
}

function bad(reason: string, openTimeMs?: number): KlineResult {
  return openTimeMs === undefined ? { ok: false, reason } : { ok: false, reason, openTimeMs };
}

function timeProblem(openTimeMs: number, closeTime: unknown, nowMs: number): string | null {
  if (openTimeMs % HOUR_MS !== 0) return `open time ${openTimeMs} is not on the hour`;
  if (openTimeMs > nowMs) return `open time ${openTimeMs} is in the future`;
  if (closeTime === undefined) return null;
  const closeTimeMs = plausibleTime(closeTime);
  if (closeTimeMs === undefined) return `close time ${quote(closeTime)} is not a time`;
  // Candles cut short by an outage close early; none lasts longer than its hour.
  if (closeTimeMs < openTimeMs || closeTimeMs >= openTimeMs + HOUR_MS) {
    return `close time ${closeTimeMs} is not in the hour of open time ${openTimeMs}`;
  }
  return null;
}

function priceProblem(open: number, high: number, low: number, close: number): string | null {
  if (!(open > 0 && high > 0 && low > 0 && close > 0)) {
    return `a price is not positive (open ${open}, high ${high}, low ${low}, close ${close})`;
  }
  if (low > open || low > close) return `low ${low} is above open ${open} or close ${close}`;
  if (high < open || high < close) return `high ${high} is below open ${open} or close ${close}`;
  return null;
}

function numberProblem(raw: RawCandle): string {
  for (const name of ["open", "high", "low", "close", "volume", "quoteVolume"] as const) {
    const value = raw[name];
    if (name === "quoteVolume" && value === null) continue;
    if (decimal(value) === undefined) {
      const label = name === "quoteVolume" ? "quote volume" : name;
      const signed = Number(value);
      return typeof value === "string" && signed < 0
        ? `${label} ${quote(value)} is negative`
        : `${label} ${quote(value)} is not a finite decimal number`;
    }
  }
  return "a number is unreadable";
}

/** Plain decimal text of the same value, digit for digit; undefined for anything else. */
function decimal(value: unknown): string | undefined {
  if (typeof value === "string") {
    if (value.length <= MAX_DIGITS && PLAIN_DECIMAL.test(value)) return value;
    return expandScientific(value);
  }
  if (typeof value === "number" && Number.isFinite(value)) return decimal(String(value));
  return undefined;
}

/** `1.5E-7` → `0.00000015`: some sources print small prices so. */
function expandScientific(text: string): string | undefined {
  const match = SCIENTIFIC.exec(text);
  if (!match) return undefined;
  const fraction = match[2] ?? "";
  const digits = `${match[1]}${fraction}`;
  const point = match[1]!.length + Number(match[3]);
  const plain = point <= 0
    ? `0.${"0".repeat(-point)}${digits}`
    : point >= digits.length
    ? digits + "0".repeat(point - digits.length)
    : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return plain.length <= MAX_DIGITS ? plain : undefined;
}

function plausibleTime(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function quote(value: unknown): string {
  if (typeof value === "string") return `"${value.slice(0, 40)}"`;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return nameOf(value);
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return Array.isArray(value) ? "an array" : `a ${typeof value}`;
}
