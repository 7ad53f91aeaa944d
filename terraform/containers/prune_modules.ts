/**
 * Cuts `node_modules` down to what the program loads when it runs: no packages that only build the pages
 * or test, no files for other platforms, no source maps, no types. Run while an image is built:
 *
 *     deno run --allow-read --allow-write terraform/containers/prune_modules.ts
 */
import { join } from "node:path";

/** What is imported by the program's code, but cannot load there: it needs a library that npm has not. */
const CANNOT_LOAD = ["@tensorflow/tfjs-node"];

/** Packages ask for them only so that types can be checked. */
const TYPES_ONLY = /^(?:@types\/.+|typescript)$/;

/** Never read by a running program. Licences stay: they must go where the code goes. */
const NEVER_READ =
  /\.(?:map|d\.[cm]?ts|tsbuildinfo|min\.js\.html)$|^(?:README|CHANGELOG|HISTORY)\.md$/i;

/** Of packages that bring every build for everyone: the files that this platform loads. */
export const LOADED_FILES: Readonly<Record<string, RegExp>> = {
  "onnxruntime-node": /^(?:dist|lib)\/|^bin\/napi-v\d\/HERE\//,
  "onnxruntime-web": /^dist\/(?:ort\.node\.min\.m?js|ort-wasm-simd-threaded\.(?:mjs|wasm))$/,
  "@tensorflow/tfjs": /^dist\/tf\.node\.js$/,
  "@tensorflow/tfjs-core": /^dist\/tf-core\.node\.js$/,
  "@tensorflow/tfjs-layers": /^dist\/tf-layers\.node\.js$/,
  "@tensorflow/tfjs-converter": /^dist\/tf-converter\.node\.js$/,
  "@tensorflow/tfjs-data": /^dist\/tf-data\.node\.js$/,
  "@tensorflow/tfjs-backend-cpu": /^dist\/tf-backend-cpu\.node\.js$/,
  "@tensorflow/tfjs-backend-webgl": /^dist\/tf-backend-webgl\.node\.js$/,
  "@tensorflow/tfjs-backend-wasm":
    /^dist\/tf-backend-wasm\.node\.js$|^(?:dist|wasm-out)\/.+\.wasm$/,
  "openai": /^(?!src\/)/,
};

const LICENCE = /^(?:licen[cs]e|notice|copying)/i;
const SOURCES = ["server", "db", "ml", "jobs"];
/** Starts Vite, which is not there. */
const NOT_RUN = "jobs/cli/dev.ts";

/** What was taken away. */
export interface Pruned {
  readonly packagesBefore: number;
  readonly packages: number;
  readonly bytesBefore: number;
  readonly bytes: number;
}

/**
 * Prunes `node_modules` below a checkout.
 *
 * @throws {Error} where the code imports what neither `deno.json` nor `node_modules` has
 */
export function pruneModules(root: string): Pruned {
  const modules = join(root, "node_modules");
  const store = join(modules, ".deno");
  const all = listStore(store);
  const bytesBefore = sizeOf(modules);
  const roots = findRoots(root).filter((name) => !isDropped(name));
  const kept = reach(roots.map((name) => entryOf(Deno.realPathSync(join(modules, name)))));
  for (const entry of all) {
    if (!kept.has(join(store, entry))) Deno.removeSync(join(store, entry), { recursive: true });
  }
  removeIfAny(join(modules, ".bin"));
  for (const entry of kept) trim(entry);
  for (const folder of [modules, join(store, "node_modules"), ...kept]) removeDeadLinks(folder);
  return {
    packagesBefore: all.length,
    packages: kept.size,
    bytesBefore,
    bytes: sizeOf(modules),
  };
}

function isDropped(name: string): boolean {
  return CANNOT_LOAD.includes(name) || TYPES_ONLY.test(name);
}

/**
 * Names of the packages that the code in some folders imports, by default the program's own; types alone
 * do not count.
 *
 * @throws {Error} where an import is not mapped to a package by `deno.json`
 */
export function findRoots(root: string, folders: readonly string[] = SOURCES): string[] {
  const { imports }: { imports: Record<string, string> } = JSON.parse(
    Deno.readTextFileSync(join(root, "deno.json")),
  );
  const names = new Set<string>();
  for (const path of folders.flatMap((folder) => listFiles(join(root, folder)))) {
    if (!/\.tsx?$/.test(path) || path.endsWith(NOT_RUN)) continue;
    for (const specifier of readSpecifiers(Deno.readTextFileSync(path))) {
      if (/^(?:\.|node:)/.test(specifier)) continue;
      names.add(packageOf(specifier, imports, path));
    }
  }
  return [...names].sort();
}

const SPECIFIERS: readonly RegExp[] = [
  /^(?:import|export)\s+(?!type\b)[^;'"`]*?\bfrom\s*"([^"]+)"/gm,
  /^import\s+"([^"]+)"/gm,
  /\bimport\(\s*"([^"]+)"/g,
  /\bimport\.meta\.resolve\(\s*"([^"]+)"/g,
];

function readSpecifiers(text: string): string[] {
  return SPECIFIERS.flatMap((pattern) => [...text.matchAll(pattern)]).map(([, it]) => it as string);
}

function packageOf(
  specifier: string,
  imports: Readonly<Record<string, string>>,
  path: string,
): string {
  const key =
    Object.keys(imports).filter((one) => specifier === one || specifier.startsWith(`${one}/`)).sort(
      (a, b) => b.length - a.length,
    )[0];
  const name = /^npm:((?:@[^/]+\/)?[^@/]+)@/.exec(key === undefined ? "" : imports[key] ?? "")?.[1];
  if (name !== undefined) return name;
  throw new Error(`${path} imports "${specifier}", which deno.json does not map to a package.`);
}

/** Folders of the store that lead to one another by their links, from those of the roots. */
function reach(roots: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const waiting = [...roots];
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    if (seen.has(entry)) continue;
    seen.add(entry);
    for (const { name, path } of listPackages(join(entry, "node_modules"))) {
      if (!isDropped(name)) waiting.push(entryOf(Deno.realPathSync(path)));
    }
  }
  return seen;
}

/** `…/.deno/name@1.2.3` of a path below it. */
function entryOf(path: string): string {
  const entry = /^.*[/\\]\.deno[/\\][^/\\]+/.exec(path)?.[0];
  if (entry === undefined) throw new Error(`"${path}" is not in node_modules/.deno.`);
  return entry;
}

function listStore(store: string): string[] {
  return [...Deno.readDirSync(store)]
    .filter((entry) => entry.isDirectory && entry.name !== "node_modules")
    .map((entry) => entry.name);
}

/** The packages in a `node_modules`, those with a scope included. */
function listPackages(folder: string): { name: string; path: string }[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name }) => {
    if (name.startsWith(".")) return [];
    const path = join(folder, name);
    if (!name.startsWith("@")) return [{ name, path }];
    return [...Deno.readDirSync(path)].map((entry) => ({
      name: `${name}/${entry.name}`,
      path: join(path, entry.name),
    }));
  });
}

/** Removes from the one package that an entry of the store holds what is never read here. */
function trim(entry: string): void {
  for (const { name, path } of listPackages(join(entry, "node_modules"))) {
    if (Deno.lstatSync(path).isSymlink) continue;
    const here = `linux/${Deno.build.arch === "x86_64" ? "x64" : "arm64"}`;
    const pattern = LOADED_FILES[name];
    const loaded = pattern && new RegExp(pattern.source.replace("HERE", here));
    for (const file of listFiles(path)) {
      const inside = file.slice(path.length + 1).replaceAll("\\", "/");
      const base = inside.slice(inside.lastIndexOf("/") + 1);
      if (base === "package.json" || LICENCE.test(base)) continue;
      if (NEVER_READ.test(base) || (loaded && !loaded.test(inside))) Deno.removeSync(file);
    }
  }
}

function removeDeadLinks(folder: string): void {
  const modules = folder.endsWith("node_modules") ? folder : join(folder, "node_modules");
  for (const { path } of listPackages(modules)) {
    if (!Deno.lstatSync(path).isSymlink) continue;
    try {
      Deno.statSync(path);
    } catch {
      Deno.removeSync(path);
    }
  }
}

function removeIfAny(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Files below a folder, not through links. */
function listFiles(folder: string): string[] {
  return [...Deno.readDirSync(folder)].flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory) return listFiles(path);
    return entry.isFile ? [path] : [];
  });
}

function sizeOf(folder: string): number {
  return listFiles(folder).reduce((sum, path) => sum + Deno.lstatSync(path).size, 0);
}

if (import.meta.main) {
  if (Deno.args.length > 0) {
    console.error(`"${Deno.args[0]}" is not understood: it takes no arguments.`);
    Deno.exit(2);
  }
  const pruned = pruneModules(Deno.cwd());
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  console.log(
    `node_modules: ${megabytes(pruned.bytesBefore)} in ${pruned.packagesBefore} packages, ` +
      `now ${megabytes(pruned.bytes)} in ${pruned.packages}.`,
  );
}
