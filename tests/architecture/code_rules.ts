import { type Import, isTypeScript, type SourceFile } from "./source_tree.ts";

export const MAX_FILE_LINES = 350;
export const MAX_FUNCTION_LINES = 70;

/** A text that must not stand in the code, except where it is at home. */
export interface Absence {
  readonly what: string;
  readonly pattern: RegExp;
  applies(path: string): boolean;
}

/** What is started as a program of its own, and imported by nobody. */
const ENTRY_POINT = /^(?:server\/main\.ts|jobs\/cli\/[a-z_]+\.ts|vite\.config\.ts)$/;

/** Writes one variable, which a native library reads. */
const SILENCES_TELEMETRY = "ml/onnx/native_runtime.ts";

const inTests = (path: string) => path.startsWith("tests/");

/** The invariants of ARCHITECTURE.md that a text search can hold. */
export const ABSENCES: readonly Absence[] = [
  {
    what: "only jobs/schedule.ts calls Deno.cron",
    pattern: /\bDeno\.cron\s*\(/,
    applies: (path) => !inTests(path) && path !== "jobs/schedule.ts",
  },
  {
    what: "only server/main.ts, jobs/cli and the build read the environment",
    pattern: /\bDeno\.env\b|\bprocess\.env\b/,
    applies: (path) => !inTests(path) && !ENTRY_POINT.test(path) && path !== SILENCES_TELEMETRY,
  },
  {
    what: "ml has no clock and no randomness of its own",
    pattern:
      /\bDate\.now\s*\(|\bnew Date\(\s*\)|\bMath\.random\s*\(|\bcrypto\.(?:random|getRandom)/,
    applies: (path) => path.startsWith("ml/"),
  },
  {
    what: "coins are counted with CoinAmount: a plain Decimal rounds to 20 digits",
    pattern: /^import \{[^}]*\bDecimal\b[^}]*\} from "decimal\.js"/m,
    applies: (path) =>
      /^(?:db|jobs)\/|^server\/(?:coins|contests|ml_actions|transactions)\//.test(path) &&
      path !== "db/ledger/coin_amount.ts",
  },
  {
    what: "no default exports",
    pattern: /^export default\b/m,
    applies: (path) => path !== "vite.config.ts",
  },
  {
    what: "no silenced compiler and no silenced rule against any",
    pattern: /@ts-(?:ignore|nocheck|expect-error)|deno-lint-ignore(?:-file)? .*no-explicit-any/,
    applies: (path) => !path.startsWith("tests/architecture"),
  },
  {
    what: "nothing left to do is kept in comments",
    pattern: new RegExp("\\b(?:TO" + "DO|FIX" + "ME)\\b"),
    applies: () => true,
  },
];

/** The absences that a file breaks. */
export function judgeText(file: SourceFile): string[] {
  if (!isTypeScript(file)) return [];
  const code = file.text.replaceAll(/^\s*\*.*$/gm, "");
  return ABSENCES.filter((rule) => rule.applies(file.path) && rule.pattern.test(code))
    .map((rule) => `${file.path}: ${rule.what}`);
}

/** Names that say nothing of what is inside. */
const VAGUE_NAME = /(?:^|\/)(?:utils?|helpers?|common|types|misc|shared)(?:\.tsx?$|\/)/;

export function judgeName(file: SourceFile): string[] {
  if (!isTypeScript(file) || inTests(file.path)) return [];
  const name = file.path.split("/").at(-1) as string;
  const wellCased = /^[a-z0-9_]+(?:\.config|\.d)?\.ts$|^[A-Z][A-Za-z0-9]*\.tsx$|^[a-z0-9_]+\.tsx$/;
  return [
    ...VAGUE_NAME.test(file.path) ? [`${file.path}: a name that says nothing`] : [],
    ...wellCased.test(name) ? [] : [`${file.path}: snake_case.ts or PascalCase.tsx`],
  ];
}

export function judgeLength(file: SourceFile): string[] {
  const lines = file.text.trimEnd().split("\n").length;
  return isTypeScript(file) && lines > MAX_FILE_LINES ? [`${file.path}: ${lines} lines`] : [];
}

/** Functions that are too long and uses of `any`, by the syntax tree. */
export function judgeSyntax(file: SourceFile): string[] {
  if (!isTypeScript(file)) return [];
  return Deno.lint.runPlugin(PLUGIN, file.path, file.text)
    .map((found) => `${file.path}: ${found.message}`);
}

const PLUGIN: Deno.lint.Plugin = {
  name: "architecture",
  rules: {
    syntax: {
      create(context) {
        const checkLength = (node: Deno.lint.Node) => {
          const lines = context.sourceCode.getText(node).split("\n").length;
          if (lines <= MAX_FUNCTION_LINES) return;
          const name = "id" in node && node.id && "name" in node.id ? node.id.name : "";
          context.report({ node, message: `function ${name} of ${lines} lines` });
        };
        return {
          FunctionDeclaration: checkLength,
          FunctionExpression: checkLength,
          ArrowFunctionExpression: checkLength,
          TSAnyKeyword: (node) => context.report({ node, message: "any" }),
        };
      },
    },
  },
};

/** Whoever loads the native onnxruntime by another way would let it send telemetry. */
export function judgeNativeImport({ from, to, isTypeOnly }: Import): string | null {
  if (to !== "onnxruntime-node" || isTypeOnly || from === SILENCES_TELEMETRY) return null;
  return `${from} loads onnxruntime-node, which only ${SILENCES_TELEMETRY} may`;
}
