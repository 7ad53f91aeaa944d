import { statfs } from "node:fs/promises";
import { listModelAlerts, readBackupRecord, readWatchFacts } from "../../db/mod.ts";
import type { JobContext } from "../context.ts";
import type { Condition } from "./observation.ts";

const HOUR_MS = 3_600_000;

/** What could be wrong with the data, the model, the cost and the disk, and how much of it there is. */
export async function observeService(
  context: Pick<JobContext, "db" | "config" | "log">,
  nowMs: number,
): Promise<Condition[]> {
  const { gaps, newestEndMs, chatCostUsd } = await readWatchFacts(context.db, { nowMs });
  const drift = await listModelAlerts(context.db, { openOnly: true, limit: 100 });
  const used = await diskUsedPercent(context);
  const backup = await backupCondition(context);
  return [
    ...gaps.map(({ symbol, hours }) => gapCondition(symbol, hours)),
    ...(newestEndMs === null ? [] : [staleCondition((nowMs - newestEndMs) / HOUR_MS)]),
    condition("drift", drift.length, drift[0]?.message ?? "The model sees no drift."),
    condition(
      "budget",
      chatCostUsd,
      `Chats cost ${chatCostUsd.toFixed(2)} USD since midnight UTC.`,
    ),
    ...(used === null ? [] : [
      condition("disk", used, `The disk of the data folder is ${used.toFixed(0)} % full.`),
    ]),
    ...(backup === null ? [] : [backup]),
  ];
}

function gapCondition(symbol: string, hours: number): Condition {
  const text = `${symbol} lacks ${hours} ${hours === 1 ? "hour" : "hours"} of candles.`;
  return { kind: "gap", subject: `gap:${symbol}`, symbol, value: hours, text };
}

function staleCondition(hours: number): Condition {
  return condition("stale", hours, `The newest candle is ${hours.toFixed(1)} h old.`);
}

function condition(kind: Condition["kind"], value: number, text: string): Condition {
  return { kind, subject: kind, symbol: null, value, text };
}

/** Null where nothing is backed up by schedule. */
async function backupCondition(
  { db, config }: Pick<JobContext, "db" | "config">,
): Promise<Condition | null> {
  if (!config.backup?.target) return null;
  const { failures, error, lastGoodMs } = await readBackupRecord(db);
  const good = lastGoodMs === null
    ? "There is none yet."
    : `The last good one is of ${
      new Date(lastGoodMs).toISOString().slice(0, 16).replace("T", " ")
    } UTC.`;
  const failed = failures === 1 ? "The backup failed." : `The backup failed ${failures} times.`;
  const text = failures === 0
    ? `No backup has failed. ${good}`
    : `${failed} ${good} ${error ?? ""}`;
  return condition("backup", failures, text.trim());
}

/** Null where the system does not say. */
async function diskUsedPercent(
  { config, log }: Pick<JobContext, "config" | "log">,
): Promise<number | null> {
  if (config.dataDir === "") return null;
  try {
    const { blocks, bavail } = await statfs(config.dataDir);
    return blocks === 0 ? null : (1 - bavail / blocks) * 100;
  } catch (error) {
    log.debug("How full the disk is cannot be read.", { error: String(error) });
    return null;
  }
}
