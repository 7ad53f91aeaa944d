import {
  type AlertRule,
  findAlertRule,
  listCryptocurrencies,
  type NewAlertRule,
  type QuietHours,
  type ThresholdUnit,
  type WatchKind,
} from "../../db/mod.ts";
import type { App, RequestContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { alertOwner, isOwned } from "./alert_owner.ts";
import type { CreateRule } from "./schema.ts";

/** What the threshold of each kind may be in, the usual one first. */
const UNITS: Readonly<Record<WatchKind, readonly [ThresholdUnit, ...ThresholdUnit[]]>> = {
  move: ["percent", "sigmas"],
  market: ["percent"],
  gap: ["hours"],
  stale: ["hours"],
  drift: ["alerts"],
  budget: ["usd"],
  disk: ["percent"],
  backup: ["failures"],
};

/** What only who runs the service needs to know. */
const FOR_ADMINISTRATORS: readonly WatchKind[] = ["budget", "disk", "backup"];

export function usualUnit(kind: WatchKind): ThresholdUnit {
  return UNITS[kind][0];
}

/**
 * Checks a rule as a whole.
 *
 * @throws {AppError} VALIDATION_ERROR naming the field, FORBIDDEN for a kind that is for administrators
 */
export async function assertRuleHolds(ctx: RequestContext, rule: NewAlertRule): Promise<void> {
  const { kind, unit, channel, destination, userId, coins } = rule;
  if (FOR_ADMINISTRATORS.includes(kind) && ctx.actor.role !== "admin") {
    throw new AppError("FORBIDDEN", `Rules of the kind "${kind}" are for administrators.`);
  }
  if (!UNITS[kind].includes(unit)) {
    throw invalid("unit", `must be ${UNITS[kind].join(" or ")} for a rule of the kind ${kind}`);
  }
  if (channel === "message" && destination === null && userId !== null) {
    throw invalid("destination", "must be the telephone number that messages go to");
  }
  if (coins !== null) await assertFollowed(ctx.app, coins);
}

/** @throws {AppError} VALIDATION_ERROR naming a coin that is not followed */
export async function assertFollowed(app: App, coins: readonly string[]): Promise<void> {
  const followed = new Set(
    (await listCryptocurrencies(app.db, { trackedOnly: true })).map((coin) => coin.symbol),
  );
  const unknown = coins.find((symbol) => !followed.has(symbol));
  if (unknown !== undefined) throw invalid("coins", `"${unknown}" is not followed here`);
}

export function toQuietHours(quiet: CreateRule["quiet"]): QuietHours | null {
  if (quiet === null) return null;
  const { from, to, time_zone: timeZone, policy } = quiet;
  return { from, to, timeZone, policy };
}

/** @throws {AppError} NOT_FOUND for a rule that is gone or someone else's */
export async function findOwnRule(ctx: RequestContext, id: number): Promise<AlertRule> {
  const rule = await findAlertRule(ctx.app.db, id);
  if (rule === null || !isOwned(alertOwner(ctx), rule.userId)) {
    throw new AppError("NOT_FOUND", `You have no rule ${id}.`);
  }
  return rule;
}

export function invalid(field: string, message: string): AppError {
  return new AppError("VALIDATION_ERROR", `The rule cannot be used: ${field} ${message}.`, {
    details: [{ field, message }],
  });
}
