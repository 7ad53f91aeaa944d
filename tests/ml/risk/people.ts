import type { Random } from "../../../ml/random.ts";

/** Kinds of misuse that are planted in the simulated economy. */
export const FRAUD_KINDS = [
  "takeover",
  "mule",
  "wash",
  "structuring",
  "burst",
  "wake-up",
] as const;
export type FraudKind = typeof FRAUD_KINDS[number];

/** Something that is going to be sent; the amount may depend on what is at hand then. */
export interface Plan {
  readonly atMs: number;
  readonly from: Person;
  readonly to: Person;
  readonly amount: number | ((balance: number) => number);
  readonly fraud?: FraudKind;
  readonly episode?: number;
}

export interface Person {
  readonly id: string;
  readonly kind: "person" | "shop" | "employer";
  readonly sinceMs: number;
  readonly usualLog: number;
  /** Transfers a day. */
  readonly rate: number;
  /** The middle of their day, and how far it spreads, in hours. */
  readonly hour: number;
  readonly hourSpread: number;
  readonly contacts: Person[];
  /** Days without any transfer, first and last. */
  readonly away: readonly [number, number];
  balance: number;
}

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const DAYS = 120;
export const START_MS = Date.UTC(2026, 0, 1);
/** Planted from this day on: before it, people have hardly any history. */
export const FIRST_FRAUD_DAY = 30;

export function pick<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)]!;
}

/** A person made for misuse: new, without habits. */
export function makeStranger(id: string, sinceMs: number): Person {
  const habits = { kind: "person", usualLog: 0, rate: 0, hour: 12, hourSpread: 12 } as const;
  return { ...habits, id, sinceMs, contacts: [], away: [0, 0], balance: 0 };
}
