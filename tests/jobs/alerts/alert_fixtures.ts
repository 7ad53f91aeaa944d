import type { AlertMark, AlertRule } from "../../../db/mod.ts";
import { decideAlerts, type Decision } from "../../../jobs/alerts/decide_alerts.ts";
import type { Observation, PriceObservation } from "../../../jobs/alerts/observation.ts";

export const HOUR_MS = 3_600_000;
export const NOON_MS = Date.parse("2026-06-01T12:00:00Z");
export const COOLDOWN_MS = 4 * HOUR_MS;

/** A rule by message on every coin, ten percent over any span. */
export function ruleOf(changes: Partial<AlertRule> = {}): AlertRule {
  return {
    id: 1,
    userId: null,
    kind: "move",
    threshold: 10,
    unit: "percent",
    spans: [1, 4, 24],
    coins: null,
    quiet: null,
    channel: "message",
    destination: null,
    enabled: true,
    createdAtMs: 0,
    updatedAtMs: 0,
    ...changes,
  };
}

/** A price that was `from` an hour before. */
export function moved(
  symbol: string,
  from: number,
  price: number,
  changes: Partial<PriceObservation> = {},
): PriceObservation {
  const before = { 1: from, 4: null, 24: null };
  return { symbol, atMs: NOON_MS, price, before, volatility: 1, ...changes };
}

export function seen(changes: Partial<Observation> = {}): Observation {
  return { nowMs: NOON_MS, coins: [], market: null, conditions: null, ...changes };
}

/** Prices at an hour after noon. */
export function pricesAt(hour: number, ...coins: PriceObservation[]): Observation {
  const atMs = NOON_MS + hour * HOUR_MS;
  return seen({ nowMs: atMs, coins: coins.map((coin) => ({ ...coin, atMs })) });
}

/** Decides one observation after the other, as the live engine does. */
export function decideAll(
  observations: readonly Observation[],
  rules: readonly AlertRule[],
): Decision[] {
  let state: ReadonlyMap<string, AlertMark> = new Map();
  return observations.map((observation) => {
    const decision = decideAlerts(state, observation, rules, { cooldownMs: COOLDOWN_MS });
    state = decision.state;
    return decision;
  });
}

/** How many alerts each observation made. */
export function counts(decisions: readonly Decision[]): number[] {
  return decisions.map((decision) => decision.alerts.length);
}
