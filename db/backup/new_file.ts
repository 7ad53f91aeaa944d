import { dirname } from "@std/path";
import { DatabaseError } from "../database.ts";

/** A file that gets its name when it is complete. */
export interface NewFile extends AsyncDisposable {
  readonly file: Deno.FsFile;
  /** Where it is until then. */
  readonly partialPath: string;
  /** Has all of it written to the disk itself. */
  sync(): Promise<void>;
  /** Gives it its name, for good; resolves to its size. Without this it is removed. */
  keep(): Promise<number>;
}

/**
 * Begins a file that only its owner may read, as `PATH.partial`. What a killed process left there is
 * overwritten; what another one is writing is not.
 *
 * @throws {DatabaseError} where there is a file already, or none can be made
 */
export async function createNewFile(path: string): Promise<NewFile> {
  const partialPath = `${path}.partial`;
  if (await exists(path)) {
    throw new DatabaseError(`There is a file ${path} already: choose another name.`);
  }
  const file = await openPartial(path, partialPath);
  let kept = false;
  return {
    file,
    partialPath,
    sync: () => file.sync(),
    async keep() {
      const { size } = await file.stat();
      if (await exists(path)) {
        throw new DatabaseError(`A file ${path} was made meanwhile: choose another name.`);
      }
      await Deno.rename(partialPath, path);
      kept = true;
      await syncFolder(dirname(path));
      return size;
    },
    async [Symbol.asyncDispose]() {
      if (!kept) await Deno.remove(partialPath).catch(() => {});
      file.close();
    },
  };
}

async function openPartial(path: string, partialPath: string): Promise<Deno.FsFile> {
  try {
    const left = await Deno.lstat(partialPath).catch(() => null);
    if (left !== null && !left.isFile) throw new Error(`${partialPath} is no plain file`);
    const mode = 0o600;
    const file = await Deno.open(partialPath, { read: true, write: true, create: true, mode });
    if (!await file.tryLock(true)) {
      file.close();
      throw new Error("another process is writing it");
    }
    // A file that was there has kept its own mode.
    if (Deno.build.os !== "windows") await Deno.chmod(partialPath, mode);
    await file.truncate(0);
    return file;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(
      `The backup cannot be written to ${path}: ${reason}. Choose another place.`,
      { cause: error },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

/** The name is on the disk once its folder is; not every system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  try {
    using folder = await Deno.open(path || ".");
    await folder.sync();
  } catch {
    // The file itself is safe.
  }
}
