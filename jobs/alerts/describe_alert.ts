import type { NewAlert } from "../../db/mod.ts";

/** Of a storm so many moves are told by name, the greatest first. */
const NAMED = 5;

type MoveWords = Pick<
  NewAlert,
  "symbol" | "changePercent" | "spanHours" | "fromPrice" | "price" | "atMs"
>;

/** "BTC fell 10.4 % in 1 h, from 68,000 to 60,928 (21 Nov 14:00 UTC)." Fits the alphabet of SMS. */
export function describeMove(move: MoveWords): string {
  const { symbol, changePercent, spanHours, fromPrice, price, atMs } = move;
  const change = changePercent ?? 0;
  const who = symbol ?? "The market";
  const size = `${who} ${change < 0 ? "fell" : "rose"} ${
    percent(Math.abs(change))
  } in ${spanHours} h`;
  const prices = symbol === null ? "" : `, from ${amount(fromPrice)} to ${amount(price)}`;
  return `${size}${prices} (${moment(atMs)}).`;
}

type Told = Pick<NewAlert, "kind" | "symbol" | "changePercent" | "spanHours" | "text" | "atMs">;

/** The words of one message: an alert in full, or a storm in short. */
export function describeMessage(alerts: readonly Told[]): string {
  const [first] = alerts;
  if (first === undefined) return "";
  if (alerts.length === 1) return first.text;
  const ranked = alerts.toSorted((a, b) => weight(b) - weight(a));
  const named = ranked.slice(0, NAMED).map(inShort).join(", ");
  const rest = ranked.length > NAMED ? `, and ${ranked.length - NAMED} more` : "";
  const newestMs = Math.max(...alerts.map((alert) => alert.atMs));
  return `${alerts.length} alerts: ${named}${rest} (${moment(newestMs)}).`;
}

function weight({ changePercent }: Told): number {
  // What is wrong with the service comes before any move: it says whether moves can be trusted.
  return changePercent === null ? Infinity : Math.abs(changePercent);
}

function inShort({ kind, symbol, changePercent, spanHours }: Told): string {
  if (changePercent === null) return symbol === null ? WORDS[kind] : `${WORDS[kind]} ${symbol}`;
  const sign = changePercent < 0 ? "-" : "+";
  return `${symbol ?? "market"} ${sign}${percent(Math.abs(changePercent))} in ${spanHours} h`;
}

const WORDS: Readonly<Record<NewAlert["kind"], string>> = {
  move: "move of",
  market: "market",
  gap: "gap in",
  stale: "stale data",
  drift: "model drift",
  budget: "cost of chats",
  disk: "disk",
  backup: "failed backups",
};

function percent(value: number): string {
  return `${value.toFixed(1)} %`;
}

/** Five significant digits: a text message tells a move, not a rate to trade at. */
function amount(price: number | null): string {
  if (price === null) return "unknown";
  return price.toLocaleString("en-US", { maximumSignificantDigits: 5 });
}

function moment(ms: number): string {
  const [, , day, month, , clock] = /(\w+), (\d+) (\w+) (\d+) (\d\d:\d\d)/.exec(
    new Date(ms).toUTCString(),
  )!;
  return `${Number(day)} ${month} ${clock} UTC`;
}
