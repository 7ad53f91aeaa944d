/** Figures, times and ages as the reader sees them. Pure; times are milliseconds since the epoch. */

const NBSP = "\u00a0";
const MINUS = "\u2212";
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What stands in a cell whose value is not known. */
export const UNKNOWN = "–";

function grouped(value: number, decimals: number): string {
  return value.toLocaleString("en-US", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** Decimals that show about five significant digits of a price, two for prices of a hundred or more. */
export function priceDecimals(price: number): number {
  const size = Math.abs(price);
  if (size >= 100 || size === 0) return 2;
  return Math.min(10, Math.max(2, 4 - Math.floor(Math.log10(size))));
}

/** A price in US dollars, for instance `$63,412.50` or `$0.068912`. */
export function formatPrice(price: number | null | undefined): string {
  if (price == null || !Number.isFinite(price)) return UNKNOWN;
  const sign = price < 0 ? MINUS : "";
  return `${sign}$${grouped(Math.abs(price), priceDecimals(price))}`;
}

/**
 * Both ends of a range, rounded to about a tenth of its width: a forecast range of $2,900 does not
 * deserve cents.
 */
export function formatRange(lower: number, upper: number): [string, string] {
  const width = Math.abs(upper - lower);
  if (!(width > 0)) return [formatPrice(lower), formatPrice(upper)];
  const exponent = Math.floor(Math.log10(width / 10));
  const step = 10 ** exponent;
  const decimals = Math.max(0, -exponent);
  const print = (value: number) => `$${grouped(Math.round(value / step) * step, decimals)}`;
  return [print(lower), print(upper)];
}

/** A large amount of dollars, for instance `$1.12 T`. */
export function formatMoney(amount: number | null | undefined): string {
  if (amount == null || !Number.isFinite(amount)) return UNKNOWN;
  return `$${formatCompact(amount)}`;
}

/** A large number with three significant digits, for instance `842 K`. */
export function formatCompact(amount: number): string {
  const units = ["", "K", "M", "B", "T"];
  let size = Math.abs(amount);
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const decimals = unit === 0 ? 0 : size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  const suffix = units[unit] ? `${NBSP}${units[unit]}` : "";
  return `${amount < 0 ? MINUS : ""}${grouped(size, decimals)}${suffix}`;
}

/** A whole number with separators. */
export function formatCount(value: number): string {
  return grouped(Math.round(value), 0);
}

/** Which way a percentage points once rounded to what is shown: 1, −1, or 0. */
export function direction(percent: number, decimals = 2): -1 | 0 | 1 {
  const rounded = Number(percent.toFixed(decimals));
  return rounded > 0 ? 1 : rounded < 0 ? -1 : 0;
}

/** A signed percentage without its arrow, for instance `+1.20 %`. */
export function formatPercent(percent: number | null | undefined, decimals = 2): string {
  if (percent == null || !Number.isFinite(percent)) return UNKNOWN;
  const way = direction(percent, decimals);
  const sign = way > 0 ? "+" : way < 0 ? MINUS : "";
  return `${sign}${grouped(Math.abs(percent), decimals)}${NBSP}%`;
}

/** The arrow that goes with a change; colour alone never carries it. */
export function arrow(percent: number, decimals = 2): string {
  const way = direction(percent, decimals);
  return way > 0 ? "▲" : way < 0 ? "▼" : "";
}

/** A probability or share between 0 and 1 as a whole percentage, for instance `54 %`. */
export function formatShare(share: number | null | undefined): string {
  if (share == null || !Number.isFinite(share)) return UNKNOWN;
  return `${Math.round(share * 100)}${NBSP}%`;
}

/** How long ago something was, in its largest sensible unit. */
export function formatAge(ageMs: number): string {
  if (ageMs < MINUTE_MS) return "under a minute";
  if (ageMs < 2 * HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min`;
  if (ageMs < 2 * DAY_MS) return `${Math.floor(ageMs / HOUR_MS)} h`;
  return `${Math.floor(ageMs / DAY_MS)} days`;
}

/** Time still needed, for instance `1 min 20 s`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor(whole / 60) % 60} min`;
}

/** `14:00 UTC` */
function formatClock(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(11, 16)} UTC`;
}

/** `6 May 2023` */
export function formatDay(timeMs: number): string {
  return new Date(timeMs).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** `May 2023` of `2023-05`. */
export function formatMonth(month: string): string {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** `6 May 2023, 14:00 UTC` */
export function formatTime(timeMs: number): string {
  return `${formatDay(timeMs)}, ${formatClock(timeMs)}`;
}

/** A time near now in words: `Tomorrow at 14:00 UTC`, else `On 6 May 2023 at 14:00 UTC`. */
export function formatWhen(timeMs: number, nowMs: number): string {
  const days = Math.floor(timeMs / DAY_MS) - Math.floor(nowMs / DAY_MS);
  const names: Record<string, string> = { "-1": "Yesterday", "0": "Today", "1": "Tomorrow" };
  return `${names[String(days)] ?? `On ${formatDay(timeMs)}`} at ${formatClock(timeMs)}`;
}
