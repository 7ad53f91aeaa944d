/** A package as deno.lock pins it. */
export interface LockedPackage {
  /** As the lockfile names it: name, version and the peers that it was resolved with. */
  readonly key: string;
  readonly name: string;
  readonly version: string;
  /** `sha512-` and the hash of its archive, base 64. */
  readonly integrity: string;
  /** Keys of the packages that it needs, the optional ones included. */
  readonly needs: readonly string[];
  /** Installed on some systems or processors only. */
  readonly isForPlatform: boolean;
}

interface Entry {
  readonly integrity?: string;
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
}

/** Packages by key, in the order of the lockfile, and the keys of those that deno.json names. */
export interface Lock {
  readonly packages: ReadonlyMap<string, LockedPackage>;
  /** From the name of a package to its key. */
  readonly direct: ReadonlyMap<string, string>;
}

/**
 * Reads the text of a deno.lock.
 * @throws {Error} where it is of another version, or names what it has not
 */
export function readLock(text: string): Lock {
  const { version, npm, specifiers }: {
    version: string;
    npm: Record<string, Entry>;
    specifiers: Record<string, string>;
  } = JSON.parse(text);
  if (version !== "5") throw new Error(`deno.lock is of version ${version}, not 5.`);
  const keys = new Map<string, string[]>();
  for (const key of Object.keys(npm)) {
    const { name } = splitKey(key);
    keys.set(name, [...keys.get(name) ?? [], key]);
  }
  const find = (wanted: string) => findKey(wanted, npm, keys);
  const packages = Object.entries(npm).map(([key, entry]): [string, LockedPackage] => [key, {
    key,
    ...splitKey(key),
    integrity: entry.integrity ?? "",
    needs: [...entry.dependencies ?? [], ...entry.optionalDependencies ?? []].map(find),
    isForPlatform: entry.os !== undefined || entry.cpu !== undefined,
  }]);
  const direct = Object.entries(specifiers).map(([specifier, resolved]): [string, string] => {
    const { name } = splitKey(specifier.replace(/^npm:/, ""));
    return [name, find(`${name}@${resolved}`)];
  });
  return { packages: new Map(packages), direct: new Map(direct) };
}

/** `@scope/name@1.2.3_peer@1.0.0` is version 1.2.3 of `@scope/name`. */
function splitKey(key: string): { name: string; version: string } {
  const match = /^(@?[^@]+)@([^_]*)/.exec(key);
  if (!match) throw new Error(`deno.lock names "${key}", which is no package and version.`);
  return { name: match[1] as string, version: match[2] as string };
}

/** A need names its package, and where there are several versions of it the one that is meant. */
function findKey(
  wanted: string,
  npm: Readonly<Record<string, Entry>>,
  keys: ReadonlyMap<string, readonly string[]>,
): string {
  if (wanted in npm) return wanted;
  const found = keys.get(wanted);
  if (found?.length === 1) return found[0] as string;
  throw new Error(`deno.lock needs "${wanted}" and has it ${found?.length ?? 0} times.`);
}

/** Keys of the packages that are reached from some, themselves included. */
export function reachFrom(lock: Lock, keys: Iterable<string>): Set<string> {
  const reached = new Set<string>();
  const waiting = [...keys];
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (reached.has(key)) continue;
    reached.add(key);
    waiting.push(...lock.packages.get(key)?.needs ?? []);
  }
  return reached;
}
