import { join } from "@std/path";
import type { BackupTarget, StoredFile } from "./backup_target.ts";
import { removeLeftOver } from "./remove_left_over.ts";

/** A folder, for instance on another disk. */
export function createDirectoryTarget(folder: string): BackupTarget {
  const pathOf = (name: string) => join(folder, name);
  return {
    place: folder,
    async prepare(name) {
      await makeFolder(folder);
      await removeLeftOver(folder);
      return pathOf(name);
    },
    async deliver(name, as) {
      if (as !== name) await Deno.rename(pathOf(name), pathOf(as));
    },
    discard: (name) => removeIfAny(pathOf(name)),
    list: (prefix) => listFolder(folder, prefix),
    remove: (name) => removeIfAny(pathOf(name)),
    fetch: (name, path) => Deno.copyFile(pathOf(name), path),
    async writeText(name, text) {
      await makeFolder(join(folder, name, ".."));
      const partial = `${pathOf(name)}.partial`;
      await Deno.writeTextFile(partial, text, { mode: 0o600 });
      await Deno.rename(partial, pathOf(name));
    },
  };
}

async function makeFolder(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
}

async function removeIfAny(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

async function listFolder(root: string, prefix: string): Promise<StoredFile[]> {
  const slash = prefix.lastIndexOf("/") + 1;
  const [folder, start] = [prefix.slice(0, slash), prefix.slice(slash)];
  const files: StoredFile[] = [];
  try {
    for await (const { name, isFile } of Deno.readDir(join(root, folder))) {
      if (!isFile || !name.startsWith(start) || name.endsWith(".partial")) continue;
      const { size } = await Deno.stat(join(root, folder, name));
      files.push({ name: folder + name, bytes: size });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return files.sort((a, b) => a.name < b.name ? -1 : 1);
}
