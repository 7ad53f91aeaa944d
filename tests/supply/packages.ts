import { fromFileUrl, join } from "@std/path";
import { findRoots } from "../../terraform/containers/prune_modules.ts";
import { type Licence, readLicence } from "./licence.ts";
import { type Lock, type LockedPackage, reachFrom, readLock } from "./read_lock.ts";

export const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** What a package is for: the running program, the pages that it serves, or our work on both. */
export type Role = "program" | "pages" | "development";

export interface Package extends LockedPackage {
  readonly role: Role;
  /** Named by deno.json. */
  readonly isDirect: boolean;
  readonly licence: Licence;
}

/** Packages whose files the pages are made of, beside those that their code imports. */
const FILES_OF_PAGES = ["bootstrap", "lucide-static"];

/** Every package of the lockfile with what it is for and its licence, by name and version. */
export function readPackages(root: string = ROOT): Package[] {
  const lock = readLock(Deno.readTextFileSync(join(root, "deno.lock")));
  const program = reachFrom(lock, keysOf(lock, findRoots(root)));
  const pages = reachFrom(lock, keysOf(lock, [...findRoots(root, ["web"]), ...FILES_OF_PAGES]));
  const roleOf = (key: string): Role =>
    program.has(key) ? "program" : pages.has(key) ? "pages" : "development";
  const direct = new Set(lock.direct.values());
  return [...lock.packages.values()]
    .map((one) => ({
      ...one,
      role: roleOf(one.key),
      isDirect: direct.has(one.key),
      licence: readLicence(root, one),
    }))
    .sort((a, b) => a.key < b.key ? -1 : 1);
}

function keysOf(lock: Lock, names: readonly string[]): string[] {
  return names.map((name) => {
    const key = lock.direct.get(name);
    if (key === undefined) throw new Error(`deno.lock has no "${name}", which the code imports.`);
    return key;
  });
}
