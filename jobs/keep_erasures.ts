import { join } from "@std/path";
import { type Erasure, erasuresNotKeptAt, markErasureKept } from "../db/mod.ts";
import { type BackupTarget, openTarget } from "./backup/backup_target.ts";
import { createDirectoryTarget } from "./backup/directory_target.ts";
import type { JobContext, JobsConfig } from "./context.ts";

const FOLDER = "erasures/";

/**
 * Notes who was erased outside of the database, since a restored backup would bring them back: a file
 * for each, without anything in it, named by a random number. Safe to repeat.
 */
export async function keepErasures(
  { db, config }: Pick<JobContext, "db" | "config">,
): Promise<{ readonly noted: number }> {
  const register = openRegister(config);
  const erasures = await erasuresNotKeptAt(db, register.place);
  for (const { tombstoneId, erasedAtMs } of erasures) {
    await register.writeText(noteName({ tombstoneId, erasedAtMs }), "");
    await markErasureKept(db, { tombstoneId, place: register.place });
  }
  return { noted: erasures.length };
}

/**
 * Every erasure that is noted outside of the database: at the target of backups, and in the data
 * folder, where they are as long as there is no target.
 *
 * @throws Error where a register is there and cannot be read
 */
export async function readErasureRegister(
  config: Pick<JobsConfig, "dataDir" | "backup">,
): Promise<{ readonly erasures: Erasure[]; readonly places: string[] }> {
  const targets = [openRegister(config), createDirectoryTarget(config.dataDir)];
  const found = new Map<string, number>();
  const places = new Set<string>();
  for (const target of targets) {
    for (const [id, atMs] of await readRegister(target)) {
      found.set(id, atMs);
      places.add(target.place);
    }
  }
  const erasures = [...found].map(([tombstoneId, erasedAtMs]) => ({ tombstoneId, erasedAtMs }));
  return { erasures, places: [...places] };
}

function openRegister({ dataDir, backup }: Pick<JobsConfig, "dataDir" | "backup">): BackupTarget {
  if (!backup?.target) return createDirectoryTarget(dataDir);
  return openTarget(backup.target, {
    s3: backup.s3,
    workFolder: join(dataDir, "backup"),
  });
}

async function readRegister(target: BackupTarget): Promise<Map<string, number>> {
  try {
    const notes = (await target.list(FOLDER)).flatMap(({ name }) => parseNoteName(name) ?? []);
    return new Map(notes.map((note) => [note.tombstoneId, note.erasedAtMs]));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The register of erasures in ${target.place} cannot be read: ${reason}`, {
      cause: error,
    });
  }
}

const NOTE = /^erasures\/(\d+)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The name says it all, so that a list of names is the register: milliseconds and the number. */
function noteName({ tombstoneId, erasedAtMs }: Erasure): string {
  return `${FOLDER}${Math.floor(erasedAtMs)}_${tombstoneId}`;
}

function parseNoteName(name: string): Erasure | null {
  const found = NOTE.exec(name);
  return found === null ? null : { erasedAtMs: Number(found[1]), tombstoneId: found[2]! };
}
