import { latestJobRun, newestCandleEndMs } from "../../db/mod.ts";
import type { JobContext } from "../context.ts";
import { latestSlot, type RetryPolicy, slotToClaim } from "../due.ts";
import { runClaimed } from "../run_claimed.ts";
import { checkAlerts } from "./check_alerts.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const RETRY: RetryPolicy = { firstPauseMs: MINUTE_MS, longestPauseMs: 15 * MINUTE_MS };
/** The candle of the hour before is collected some minutes into the next; the look waits for it. */
const WAIT_MS = 10 * MINUTE_MS;

/**
 * Looks for alerts where `ALERT_SCHEDULE` says so and no other instance did. A slot that was missed is
 * not caught up: its prices are past, and the newest slot sees what they came to. Resolves to true when
 * a look was taken here.
 */
export async function runDueAlerts(context: JobContext): Promise<boolean> {
  const { alerts } = context.config;
  if (!alerts?.enabled || context.signal.aborted) return false;
  const dueMs = latestSlot(alerts.schedule, context.now());
  const last = await latestJobRun(context.db, "alerts");
  const slotMs = slotToClaim(last, dueMs, context.now(), RETRY);
  if (slotMs === null || await shouldWait(context, slotMs)) return false;
  const outcome = await runClaimed(
    context,
    { job: "alerts", slotMs },
    () => checkAlerts(context, { source: "hourly" }),
  );
  return outcome.status !== "taken";
}

async function shouldWait(context: JobContext, slotMs: number): Promise<boolean> {
  if (context.now() >= slotMs + WAIT_MS) return false;
  const endMs = await newestCandleEndMs(context.db);
  return endMs !== null && endMs < Math.floor(slotMs / HOUR_MS) * HOUR_MS;
}
