import { percentOf, toUnits } from "./coin_units.ts";
import type { Operation } from "./operations.ts";

/** What the ledger is told, as in the environment. */
export interface Rules {
  readonly supply: string;
  readonly feePercent: string;
}

export type Status = "pending" | "completed" | "failed" | "cancelled";

/** A transaction as the model knows it; its id is the one that the ledger gave it. */
export interface ModelTransaction {
  readonly from: string;
  readonly to: string;
  readonly units: bigint;
  readonly fee: bigint;
  status: Status;
  isReversed: boolean;
}

/** The ledger in memory, in whole units: what the real one must agree with. */
export interface Model {
  readonly rules: Rules;
  /** `OWNER/KIND`; what is missing is zero. */
  readonly balances: Map<string, bigint>;
  /** By the place of the operation that made them. */
  readonly transactions: Map<number, ModelTransaction>;
}

/** A change of one balance; the shards of the fee account are one to the model. */
export interface Leg {
  readonly account: string;
  readonly units: bigint;
}

export const SYSTEM = "system/system";
export const FEES = "system/fees";
export const BURNED = "burned/burned";

export function openModel(rules: Rules): Model {
  const balances = new Map([[SYSTEM, toUnits(rules.supply)]]);
  return { rules, balances, transactions: new Map() };
}

export function balanceOf(model: Model, account: string): bigint {
  return model.balances.get(account) ?? 0n;
}

/** What an operation would move now, whether or not it may. */
export function legsOf(model: Model, operation: Operation): Leg[] {
  if (operation.kind === "cancel" || operation.kind === "create") return [];
  if ("of" in operation) return legsOfKnown(model, operation);
  const units = toUnits(operation.amount);
  if (!("user" in operation)) {
    return sendLegs(operation.from, operation.to, units, feeOf(model, units));
  }
  const available = `${operation.user}/available`;
  const staked = `${operation.user}/staked`;
  const [from, to] = {
    mint: [SYSTEM, available],
    burn: [available, BURNED],
    stake: [available, staked],
    unstake: [staked, available],
  }[operation.kind] as [string, string];
  return [{ account: from, units: -units }, { account: to, units }];
}

/** Carries out what {@link legsOf} says; the caller has made sure that it may be. */
export function move(model: Model, legs: readonly Leg[]): void {
  for (const { account, units } of legs) {
    model.balances.set(account, balanceOf(model, account) + units);
  }
}

/** The fee of a payment, fixed when it is made. */
export function feeOf(model: Model, units: bigint): bigint {
  return percentOf(units, model.rules.feePercent);
}

/** Everything that speaks against an operation now; empty: it must go through. */
export function problemsOf(model: Model, operation: Operation): Set<string> {
  if ("of" in operation) return problemsOfKnown(model, operation);
  const problems = new Set<string>();
  const owners = "user" in operation ? [operation.user] : [operation.from, operation.to];
  for (const owner of owners) {
    if (operation.kind !== "mint" && !isKnown(model, owner)) problems.add("USER_NOT_FOUND");
  }
  if (operation.kind !== "create") addShortages(model, operation, problems);
  return problems;
}

function sendLegs(from: string, to: string, units: bigint, fee: bigint): Leg[] {
  const legs = [
    { account: `${from}/available`, units: -units - fee },
    { account: `${to}/available`, units },
  ];
  return fee === 0n ? legs : [...legs, { account: FEES, units: fee }];
}

function legsOfKnown(model: Model, operation: { kind: string; of: number }): Leg[] {
  const known = model.transactions.get(operation.of);
  if (known === undefined) return [];
  if (operation.kind === "execute") return sendLegs(known.from, known.to, known.units, known.fee);
  return sendLegs(known.from, known.to, known.units, known.fee)
    .map(({ account, units }) => ({ account, units: -units }));
}

function problemsOfKnown(model: Model, operation: { kind: string; of: number }): Set<string> {
  const known = model.transactions.get(operation.of);
  if (known === undefined) return new Set(["NOT_FOUND"]);
  const wanted = operation.kind === "reverse" ? "completed" : "pending";
  if (known.status !== wanted || known.isReversed) return new Set(["INVALID_STATE"]);
  const problems = new Set<string>();
  if (operation.kind !== "cancel") {
    addShortages(model, operation as Operation, problems);
  }
  return problems;
}

function addShortages(model: Model, operation: Operation, problems: Set<string>): void {
  for (const { account, units } of legsOf(model, operation)) {
    if (balanceOf(model, account) + units >= 0n || account === FEES) continue;
    problems.add(account.endsWith("/staked") ? "INSUFFICIENT_STAKE" : "INSUFFICIENT_FUNDS");
  }
}

function isKnown(model: Model, owner: string): boolean {
  return model.balances.has(`${owner}/available`);
}
