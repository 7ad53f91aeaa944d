import { join } from "@std/path";
import { NoSecondDatabaseError, writeBackup, type WrittenBackup } from "../db/mod.ts";
import { BACKUP_PREFIX, backupName, parseBackupName, unprovedName } from "./backup/backup_name.ts";
import { type BackupTarget, openTarget } from "./backup/backup_target.ts";
import { chooseExpired } from "./backup/choose_expired.ts";
import { hasRoomForTrial } from "./backup/has_room_for_trial.ts";
import { reportBackup } from "./backup/report_backup.ts";
import type { BackupConfig, JobContext, ReportProgress } from "./context.ts";
import { tryRestore } from "./try_restore.ts";

/** What came of a backup, for its run. */
export interface BackupMade {
  readonly name: string;
  readonly place: string;
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  /** True where it was restored into a second database and proved there. */
  readonly tried: boolean;
  /** Older backups that were removed. */
  readonly removed: number;
}

/**
 * Backs the database up to the target of the settings, tries the backup out, and removes what is too
 * old. Until it has passed, its name says that it has not; what does not pass is kept under that name,
 * and the run fails. Nothing older is removed before the new one is there.
 *
 * @throws Error in one plain sentence
 */
export async function backUpBySchedule(
  context: JobContext,
  report: ReportProgress = () => {},
): Promise<BackupMade> {
  const { db, config, signal, now, log } = context;
  const { backup, target } = openBackups(config);
  const name = backupName(now());
  const working = unprovedName(name);
  const file = await prepare(target, working);
  const tell = reportBackup(report, now);
  const productVersion = backup.productVersion;
  const written = await writeBackup(db, { file, now, productVersion, signal, onProgress: tell });
  const tried = await tryOut(context, target, { working, written, tell });
  await giveName(target, working, name, signal);
  const removed = await removeExpired(context, target, backup);
  const { tables } = written.manifest;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const made = { name, place: target.place, bytes: written.bytes, tables: tables.length, rows };
  log.info(`Backed up ${rows} rows to ${target.place}.`, { ...made, tried, removed });
  return { ...made, tried, removed };
}

/**
 * The target of the settings.
 *
 * @throws Error where there is none
 */
export function openBackups(
  { dataDir, backup }: Pick<JobContext["config"], "dataDir" | "backup">,
): { readonly backup: BackupConfig; readonly target: BackupTarget } {
  if (!backup?.target) {
    throw new Error("There is no target for backups: set BACKUP_TARGET, or name a file.");
  }
  const workFolder = join(dataDir, "backup");
  return { backup, target: openTarget(backup.target, { s3: backup.s3, workFolder }) };
}

async function prepare(target: BackupTarget, working: string): Promise<string> {
  try {
    return await target.prepare(working);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `No backup can be written to ${target.place}: ${reason}. Make the place writable, or change ` +
        "BACKUP_TARGET.",
      { cause: error },
    );
  }
}

/** True where it was restored and proved; false where the settings, the disk or the server say no. */
async function tryOut(
  context: JobContext,
  target: BackupTarget,
  { working, written, tell }: {
    readonly working: string;
    readonly written: WrittenBackup;
    readonly tell: ReturnType<typeof reportBackup>;
  },
): Promise<boolean> {
  const { db, config, log, now, signal } = context;
  if (config.backup?.verify !== "restore") return false;
  if (!await hasRoomForTrial(db, config.dataDir)) {
    log.warn("The disk has no room to try the backup out in a second database: it was read back.");
    return false;
  }
  try {
    await tryRestore(db, { file: written.file, now, onProgress: tell, signal });
    return true;
  } catch (error) {
    if (signal.aborted) {
      await target.discard(working);
      throw error;
    }
    if (error instanceof NoSecondDatabaseError) {
      log.warn(`${error.message} The backup was read back. BACKUP_VERIFY=read asks for no more.`);
      return false;
    }
    await giveName(target, working, working, signal);
    await removeExpired(context, target, config.backup);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The backup is kept as ${working}, since its trial failed: ${reason}`, {
      cause: error,
    });
  }
}

async function giveName(target: BackupTarget, working: string, name: string, signal: AbortSignal) {
  try {
    await target.deliver(working, name, signal);
  } catch (error) {
    await target.discard(working);
    throw error;
  }
}

/** The backup is there by now: who may not remove what is old is told so, and no more. */
async function removeExpired(
  { log }: Pick<JobContext, "log">,
  target: BackupTarget,
  { keep }: BackupConfig,
): Promise<number> {
  // Somebody else removes by age, for instance the rules of a bucket.
  if (keep.days === 0) return 0;
  let removed = 0;
  try {
    const stored = await target.list(BACKUP_PREFIX);
    const backups = stored.flatMap(({ name }) => parseBackupName(name) ?? []);
    for (const { name } of chooseExpired(backups, keep)) {
      await target.remove(name);
      removed += 1;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn(
      `Backups that are too old could not be removed: ${reason}. BACKUP_KEEP_DAYS=0 leaves that to ` +
        "others.",
    );
  }
  return removed;
}
