import type { LivePrices } from "../../../server/markets/schema.ts";
import { formatAge } from "../../lib/format.ts";

/** Live prices as this page knows them; `movedAtMs` is by the clock of this page. */
export interface HeldPrices {
  readonly version: number;
  readonly prices: ReadonlyMap<string, number>;
  /** When a price last moved; null before the first. */
  readonly movedAtMs: number | null;
  /** The same by the server's clock, to be compared with the times of candles. */
  readonly asOfMs: number | null;
  readonly staleAfterMs: number;
  readonly reason: string | null;
}

/**
 * What is known after a message. `null` where moves are missing between what is held and the message: all
 * prices have to be asked for.
 */
export function receivePrices(
  held: HeldPrices | null,
  message: LivePrices,
  receivedAtMs: number,
): HeldPrices | null {
  const { since, version } = message;
  if (since !== null && (held === null || since > held.version)) return null;
  if (since !== null && held !== null && version < held.version) return held;
  const prices = new Map(since === null ? [] : held?.prices);
  for (const { symbol, price } of message.prices) prices.set(symbol, price);
  return {
    version,
    prices,
    movedAtMs: message.age_ms === null ? null : receivedAtMs - message.age_ms,
    asOfMs: message.as_of === null ? null : Date.parse(message.as_of),
    staleAfterMs: message.stale_after_ms,
    reason: message.reason,
  };
}

/** `live`, `stale`, or `none` without prices: told by this page's clock, also when nothing is heard. */
export function stateOf(held: HeldPrices | null, nowMs: number): "live" | "stale" | "none" {
  if (held === null || held.movedAtMs === null || held.prices.size === 0) return "none";
  return nowMs - held.movedAtMs <= held.staleAfterMs ? "live" : "stale";
}

/** `45 s`, `12 min`: how long ago a price moved. */
export function ageWords(ageMs: number): string {
  return ageMs < 60_000 ? `${Math.max(0, Math.floor(ageMs / 1_000))} s` : formatAge(ageMs);
}

/** Why a stale price is stale, for its title. */
export function staleWords(ageMs: number, reason: string | null): string {
  const why = reason ?? "Nothing new has been heard from the server.";
  return `This price is ${ageWords(ageMs)} old. ${why}`;
}
