import type { NewAlertRule, ThresholdUnit, WatchKind } from "../../db/mod.ts";

/** Missing hours, and hours without news, that are worth a message. */
const HOURS = 3;
/** Cost of a day's chats that is worth a message, USD: most of the usual budget, before it is spent. */
const BUDGET_USD = 4;
/** Percent of the disk in use that leaves too little for a night. */
const DISK_PERCENT = 90;

/** The administrator's rules as the environment has them: everyone's coins, by message, at any time. */
export function defaultRules(thresholdPercent: number): NewAlertRule[] {
  const of = (kind: WatchKind, threshold: number, unit: ThresholdUnit): NewAlertRule => ({
    ...{ kind, threshold, unit },
    userId: null,
    spans: [1, 4, 24],
    coins: null,
    quiet: null,
    channel: "message",
    destination: null,
    enabled: true,
  });
  return [
    of("move", thresholdPercent, "percent"),
    of("market", thresholdPercent, "percent"),
    of("gap", HOURS, "hours"),
    of("stale", HOURS, "hours"),
    of("drift", 1, "alerts"),
    of("budget", BUDGET_USD, "usd"),
    of("disk", DISK_PERCENT, "percent"),
    of("backup", 1, "failures"),
  ];
}
