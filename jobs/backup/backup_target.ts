import type { BackupConfig } from "../context.ts";
import { createDirectoryTarget } from "./directory_target.ts";
import { createS3Target } from "./s3_target.ts";

/** A file in a target. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
}

/** A place outside of the database for backups and for the register of erasures. */
export interface BackupTarget {
  /** For messages: a folder, or `s3://bucket/prefix`. */
  readonly place: string;
  /** Where a new file is written to on this machine; removes what killed processes have left there. */
  prepare(name: string): Promise<string>;
  /** Puts a file that lies where `prepare` said into the place under its last name, whole or not at all. */
  deliver(name: string, as: string, signal: AbortSignal): Promise<void>;
  /** Gives up a file that lies where `prepare` said. */
  discard(name: string): Promise<void>;
  /** Files whose name begins with `prefix`; folders below are left out. */
  list(prefix: string): Promise<StoredFile[]>;
  remove(name: string): Promise<void>;
  /** Copies a file to this machine, into `path`, where there is nothing yet. */
  fetch(name: string, path: string): Promise<void>;
  writeText(name: string, text: string): Promise<void>;
}

/**
 * The target of the settings.
 *
 * @param workFolder where files are written that are then sent elsewhere
 */
export function openTarget(
  target: string,
  options: { readonly s3: BackupConfig["s3"]; readonly workFolder: string },
): BackupTarget {
  return target.startsWith("s3://")
    ? createS3Target(target, options)
    : createDirectoryTarget(target);
}
