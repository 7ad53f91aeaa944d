import { join } from "@std/path";
import { BACKUP_PREFIX } from "./backup_name.ts";

/**
 * Removes unfinished backups from a folder that processes have left which were killed. One that is
 * being written is locked by who writes it, and stays.
 */
export async function removeLeftOver(folder: string): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile || !name.startsWith(BACKUP_PREFIX) || !name.endsWith(".partial")) continue;
    const path = join(folder, name);
    using file = await Deno.open(path, { read: true, write: true });
    if (await file.tryLock(true)) await Deno.remove(path);
  }
}
