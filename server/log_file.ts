import { basename, dirname, join } from "@std/path";

const DAY_MS = 86_400_000;

/** A log file that begins anew each day, UTC. */
export interface LogFile {
  /** Written when it returns: what is logged before a crash is what explains it. */
  write(line: string): void;
  close(): void;
}

/**
 * Opens a log file to append to. With the first line of a new day, `app.log` becomes
 * `app.2026-11-21.log` after the day it was written on, and days older than the retention are
 * deleted: the newest lines are always under the name that was asked for.
 */
export async function openLogFile(options: {
  readonly file: string;
  readonly retentionDays: number;
  now(): number;
}): Promise<LogFile> {
  const { file, retentionDays, now } = options;
  await Deno.mkdir(dirname(file), { recursive: true });
  let day = await dayOfLastWrite(file) ?? dayOf(now());
  let handle = openToAppend(file);
  const encoder = new TextEncoder();
  const rotate = () => {
    handle.close();
    keepAs(file, datedName(file, day));
    day = dayOf(now());
    handle = openToAppend(file);
    deleteOld(file, day - retentionDays);
  };
  return {
    write(line) {
      if (dayOf(now()) !== day) rotate();
      writeAll(handle, encoder.encode(line));
    },
    close: () => handle.close(),
  };
}

function openToAppend(file: string): Deno.FsFile {
  return Deno.openSync(file, { append: true, create: true, mode: 0o640 });
}

function writeAll(handle: Deno.FsFile, bytes: Uint8Array): void {
  for (let place = 0; place < bytes.byteLength;) place += handle.writeSync(bytes.subarray(place));
}

/** Days since the epoch. */
function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

async function dayOfLastWrite(file: string): Promise<number | null> {
  const info = await Deno.stat(file).catch(() => null);
  return info?.mtime && info.size > 0 ? dayOf(info.mtime.getTime()) : null;
}

function datedName(file: string, day: number): string {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  return `${file.replace(/\.log$/, "")}.${date}.log`;
}

/** Another process on the same file may have moved it already; its day is not overwritten. */
function keepAs(file: string, dated: string): void {
  try {
    Deno.linkSync(file, dated);
    Deno.removeSync(file);
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
}

function deleteOld(file: string, oldestDay: number): void {
  const names = [...Deno.readDirSync(dirname(file))].map((entry) => entry.name);
  for (const name of oldNames(file, names, oldestDay)) Deno.removeSync(join(dirname(file), name));
}

/**
 * Removes the days of a log that are older than its retention: the log itself does so only when it
 * turns to a new day, which a server that is off does not.
 *
 * @returns how many there were
 */
export async function removeOldLogs(options: {
  readonly file: string;
  readonly retentionDays: number;
  readonly nowMs: number;
  readonly dryRun: boolean;
}): Promise<number> {
  const { file, retentionDays, nowMs, dryRun } = options;
  const names = await Array.fromAsync(Deno.readDir(dirname(file)), (entry) => entry.name)
    .catch(() => []);
  const old = oldNames(file, names, dayOf(nowMs) - retentionDays);
  for (const name of dryRun ? [] : old) {
    // Another process may be removing the same.
    await Deno.remove(join(dirname(file), name)).catch(() => undefined);
  }
  return old.length;
}

function oldNames(file: string, names: readonly string[], oldestDay: number): string[] {
  const stem = basename(file).replace(/\.log$/, "");
  return names.filter((name) => {
    const date = name.startsWith(`${stem}.`) ? /\.(\d{4}-\d{2}-\d{2})\.log$/.exec(name)?.[1] : null;
    return date !== null && date !== undefined && dayOf(Date.parse(date)) < oldestDay;
  });
}
