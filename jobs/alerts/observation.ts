import type { AlertSpan, WatchKind } from "../../db/mod.ts";

/** What is known of a price at one moment. */
export interface PriceObservation {
  /** Null for the market as a whole. */
  readonly symbol: string | null;
  /** The moment of the price, milliseconds since the epoch. */
  readonly atMs: number;
  readonly price: number;
  /** The price so many hours before; null where that hour is missing. */
  readonly before: Readonly<Record<AlertSpan, number | null>>;
  /** Standard deviation of hourly changes in percent; null where too few hours are known. */
  readonly volatility: number | null;
}

/** Something about the service, and how much of it. */
export interface Condition {
  readonly kind: Exclude<WatchKind, "move" | "market">;
  /** `gap:BTC`, `stale`, `drift`, `budget`, `disk`, `backup`. */
  readonly subject: string;
  readonly symbol: string | null;
  /** In the unit of the kind: hours, open alerts, USD, percent, failures. */
  readonly value: number;
  /** One sentence with its numbers. */
  readonly text: string;
}

/** Everything that alerts are decided from, at one moment. */
export interface Observation {
  /** The clock when it is looked at: quiet hours and the time of messages follow it. */
  readonly nowMs: number;
  readonly coins: readonly PriceObservation[];
  readonly market: PriceObservation | null;
  /** Null where only prices were looked at: conditions then stay as they were. */
  readonly conditions: readonly Condition[] | null;
}
