import { resolve } from "@std/path";
import { writeBackup } from "../../db/mod.ts";
import { jobsConfig } from "../../server/jobs_config.ts";
import { VERSION } from "../../server/version.ts";
import { backUpBySchedule, openBackups } from "../back_up_database.ts";
import { BACKUP_PREFIX, parseBackupName } from "../backup/backup_name.ts";
import { reportBackup } from "../backup/report_backup.ts";
import { createJobContext } from "../create_job_context.ts";
import { tryRestore } from "../try_restore.ts";
import type { DbTask } from "./db.ts";
import { UsageError } from "./run_task.ts";
import { describeTime, mebibytes } from "./db_status.ts";

/** Backs the database up into a file, or to the target of the settings where none is named. */
export async function backUp(task: DbTask): Promise<string> {
  if (task.file === undefined) return await backUpToTarget(task);
  const { db, options, signal, report } = task;
  const file = resolve(task.file);
  const onProgress = reportBackup(report, Date.now);
  const { bytes, manifest } = await writeBackup(db, {
    ...{ file, signal, onProgress },
    productVersion: VERSION,
    now: Date.now,
  });
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  const lines = [
    `${rows} rows of ${manifest.tables.length} tables as of ${manifest.snapshot_at} are in ${file}, ` +
    `${mebibytes(bytes)}, and were read back.`,
    ...manifest.left_out.map((table) => `Left out, since it is not ours: the table ${table}.`),
  ];
  if (!options.has("verify")) return lines.join("\n");
  const { proof } = await tryRestore(db, { file, now: Date.now, onProgress, signal });
  return [...lines, "Restored into a second database, which was dropped again:", ...proof].join(
    "\n",
  );
}

async function backUpToTarget({ db, config, signal, report, say }: DbTask): Promise<string> {
  if (config.backupTarget === undefined) {
    throw new UsageError("backup needs a file, or BACKUP_TARGET. See deno task db --help.");
  }
  const warn = (message: string) => say(`warning: ${message}`);
  const quiet = () => {};
  const context = createJobContext({
    ...{ db, signal },
    config: jobsConfig(config),
    hosts: { baseUrls: [] },
    log: { debug: quiet, info: quiet, warn, error: warn },
  });
  const made = await backUpBySchedule(context, report);
  const tried = made.tried ? "restored into a second database, and proved there" : "and read back";
  const removed = made.removed === 0 ? "" : ` Older ones removed: ${made.removed}.`;
  return `${made.name} is in ${made.place}: ${made.rows} rows of ${made.tables} tables, ` +
    `${mebibytes(made.bytes)}, ${tried}.${removed}`;
}

/** What is in the target, the newest last. */
export async function listBackups({ config }: DbTask): Promise<string> {
  const { target } = openBackups(jobsConfig(config));
  const lines = (await target.list(BACKUP_PREFIX)).flatMap(({ name, bytes }) => {
    const parsed = parseBackupName(name);
    if (parsed === null) return [];
    const state = parsed.isProved ? "" : "\tdid not pass its trial";
    return [`${name}\t${describeTime(parsed.madeAtMs)}\t${mebibytes(bytes)}${state}`];
  });
  return lines.length === 0 ? `There is no backup in ${target.place}.` : lines.join("\n");
}
