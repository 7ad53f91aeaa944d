import { assertEquals } from "@std/assert";
import {
  judgeLength,
  judgeName,
  judgeNativeImport,
  judgeSyntax,
  judgeText,
} from "./architecture/code_rules.ts";
import { judgeImport } from "./architecture/import_table.ts";
import { isTypeScript, readImports, readSourceTree } from "./architecture/source_tree.ts";

const ROOT = new URL("../", import.meta.url);
const tree = await readSourceTree(ROOT);

/** The imports that a file with this text would break the table with. */
function judgeImportsOf(path: string, text: string): (string | null)[] {
  return readImports({ path, text }).map(judgeImport);
}

Deno.test("the tree is read: every layer has files", () => {
  const layers = new Set(tree.filter(isTypeScript).map((file) => file.path.split("/")[0]));
  for (const layer of ["db", "ml", "jobs", "server", "web", "tests"]) {
    assertEquals(layers.has(layer), true, layer);
  }
});

Deno.test("imports follow the table of ARCHITECTURE.md", () => {
  const broken = tree.filter(isTypeScript).flatMap(readImports).map(judgeImport);
  assertEquals(broken.filter((reason) => reason !== null), []);
});

Deno.test("nobody imports the composition root", () => {
  const importers = tree.filter((file) => isTypeScript(file) && !file.path.startsWith("tests/"))
    .flatMap(readImports).filter((one) => one.to === "server/main.ts");
  assertEquals(importers, []);
});

Deno.test("the native onnxruntime is loaded in one place, which silences its telemetry", () => {
  const judge = (path: string, text: string) => readImports({ path, text }).map(judgeNativeImport);
  const broken = tree.filter(isTypeScript).flatMap(readImports).map(judgeNativeImport);
  assertEquals(broken.filter((reason) => reason !== null), []);
  const forbidden = judge("ml/a.ts", `await import("onnxruntime${"-node"}");`);
  assertEquals(forbidden.length, 1);
  assertEquals(forbidden.includes(null), false);
});

Deno.test("code holds the absences: cron, environment, clock, randomness, silenced rules", () => {
  assertEquals(tree.flatMap(judgeText), []);
});

Deno.test("no function is over 70 lines and nothing is any", () => {
  assertEquals(tree.flatMap(judgeSyntax), []);
});

Deno.test("no file is over 350 lines", () => {
  assertEquals(tree.flatMap(judgeLength), []);
});

Deno.test("file names say what is inside", () => {
  assertEquals(tree.flatMap(judgeName), []);
});

Deno.test("no path of a developer's machine is in the repository", () => {
  const machinePath = new RegExp(["/wor" + "k/", "/Use" + "rs/", "/ho" + "me/[a-z]+/"].join("|"));
  const broken = tree.filter((file) => machinePath.test(file.text)).map((file) => file.path);
  assertEquals(broken, []);
});

Deno.test("the import table notices what it forbids, in every form of import", () => {
  const forbidden: readonly (readonly [path: string, text: string])[] = [
    ["ml/train.ts", `import { openDatabase } from "../db/mod.ts";`],
    ["ml/train.ts", `export * from "../jobs/context.ts";`],
    ["db/mod.ts", `import type { CoinSeries } from "../ml/series.ts";`],
    ["jobs/schedule.ts", `import { loadConfig } from "../server/config.ts";`],
    ["jobs/schedule.ts", `const late = await import("../server/config.ts");`],
    ["jobs/schedule.ts", `new Worker(new URL("../server/http.ts", import.meta.url));`],
    ["server/markets/router.ts", `import { trainForecaster } from "../../ml/train.ts";`],
    ["server/markets/router.ts", `import { predictionsRouter } from "../predictions/router.ts";`],
    ["server/http.ts", `import { collectCandles } from "../jobs/collect_candles.ts";`],
    ["web/main.tsx", `import { appRouter } from "../server/app_router.ts";`],
    ["web/main.tsx", `import type { Database } from "../db/mod.ts";`],
    ["web/main.tsx", `import "../server/config.ts";`],
  ];
  for (const [path, text] of forbidden) {
    assertEquals(judgeImportsOf(path, text).filter((reason) => reason !== null).length, 1, text);
  }
});

Deno.test("the import table lets through what it allows", () => {
  const allowed: readonly (readonly [path: string, text: string])[] = [
    ["jobs/retrain_model.ts", `import { trainForecaster } from "../ml/train.ts";`],
    ["jobs/cli/train.ts", `import { loadConfig } from "../../server/config.ts";`],
    ["server/main.ts", `import { startJobs } from "../jobs/start_jobs.ts";`],
    ["server/context.ts", `import type { JobsPort } from "../jobs/context.ts";`],
    ["server/app_router.ts", `import { marketsRouter } from "./markets/router.ts";`],
    ["server/markets/router.ts", `import { procedure } from "../trpc.ts";`],
    ["web/trpc.ts", `import type { AppRouter } from "../server/app_router.ts";`],
    ["tests/db/candles_test.ts", `import { startJobs } from "../../jobs/start_jobs.ts";`],
    ["ml/train.ts", `// import { openDatabase } from "../db/mod.ts";`],
  ];
  for (const [path, text] of allowed) {
    assertEquals(judgeImportsOf(path, text).filter((reason) => reason !== null), [], text);
  }
});

Deno.test("the code rules notice what they forbid", () => {
  const judge = (path: string, text: string) =>
    [
      ...judgeText({ path, text }),
      ...judgeSyntax({ path, text }),
      ...judgeName({ path, text }),
      ...judgeLength({ path, text }),
    ].length;
  assertEquals(judge("jobs/collect.ts", `Deno.cron("a", "* * * * *", () => {});`), 1);
  assertEquals(judge("db/mod.ts", `const url = Deno.env.get("DATABASE_URL");`), 1);
  assertEquals(judge("db/contests/a.ts", `import { Decimal } from "decimal.js";`), 1);
  assertEquals(judge("db/contests/a.ts", `import type { Decimal } from "decimal.js";`), 0);
  assertEquals(judge("ml/split.ts", `const now = Date.now();`), 1);
  assertEquals(judge("ml/split.ts", `const luck = Math.random();`), 1);
  assertEquals(judge("ml/split.ts", `export function f(x: any) { return x; }`), 1);
  assertEquals(judge("ml/split.ts", `function f() {\n${"  g();\n".repeat(70)}}`), 1);
  assertEquals(judge("ml/utils.ts", `export const a = 1;`), 1);
  assertEquals(judge("ml/splitSeries.ts", `export const a = 1;`), 1);
  assertEquals(judge("ml/split.ts", `g();\n`.repeat(351)), 1);
  assertEquals(judge("ml/split.ts", `// TO${"DO"}: later`), 1);
  assertEquals(judge("jobs/schedule.ts", `Deno.cron("a", "* * * * *", () => {});`), 0);
});
