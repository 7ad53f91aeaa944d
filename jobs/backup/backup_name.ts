/** Only files that begin so are ever removed by age. */
export const BACKUP_PREFIX = "crypto-ai-";
const UNPROVED = ".unproved";
const NAME = /^crypto-ai-(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\dZ)(\.unproved)?\.tar$/;

/** What the name of a backup says. */
export interface BackupName {
  readonly name: string;
  readonly madeAtMs: number;
  /** False where it was written and read back, but what was restored from it did not pass the proof. */
  readonly isProved: boolean;
}

/** `crypto-ai-2026-11-21T04-10-00Z.tar`: sorts by time, and is a file name on every system. */
export function backupName(madeAtMs: number): string {
  const time = new Date(madeAtMs).toISOString().replace(/\.\d+Z$/, "Z").replaceAll(":", "-");
  return `${BACKUP_PREFIX}${time}.tar`;
}

/** The name under which a backup is kept that did not pass its trial. */
export function unprovedName(name: string): string {
  return name.replace(/\.tar$/, `${UNPROVED}.tar`);
}

/** Null for a file that is no backup of ours. */
export function parseBackupName(name: string): BackupName | null {
  const found = NAME.exec(name);
  if (found === null) return null;
  const [, day, hours, minutes, seconds, unproved] = found;
  const madeAtMs = Date.parse(`${day}${hours}:${minutes}:${seconds}`);
  return Number.isNaN(madeAtMs) ? null : { name, madeAtMs, isProved: unproved === undefined };
}
