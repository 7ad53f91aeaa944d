import { join } from "@std/path";
import { FOR_DEVELOPMENT } from "./licence.ts";
import type { Package, Role } from "./packages.ts";

/** The page `docs/licences.md`, as `deno fmt` would lay it out. */
export function renderLicences(packages: readonly Package[]): string {
  const of = (role: Role) => packages.filter((one) => one.role === role);
  return `# Licences

Written by \`deno task licences\` from deno.lock; a test compares. What is shipped, the program and
the pages, is under licences that ask for nothing but their notice. The texts are in the packages,
which the image keeps, and in the file \`THIRD_PARTY_LICENSES.txt\` of a release.

## The program

${table(of("program"))}
## The pages

${table(of("pages"))}
## Development

Builds and tests; not shipped.

${expressions(of("development"))}
Beside licences that may be shipped too:

${Object.entries(FOR_DEVELOPMENT).map(([licence, { why }]) => `- ${licence}: ${why}.`).join("\n")}
`;
}

/** Names, versions and licences; what a platform has some of is one row. */
function table(packages: readonly Package[]): string {
  const rows = packages.map((one): [string, string, string] => [
    nameOf(one),
    one.version,
    one.licence.expression,
  ]);
  const unique = new Map(rows.map((row) => [row.join(" "), row]));
  return layOut(["package", "version", "licence"], [...unique.values()]);
}

function nameOf({ name, isForPlatform }: Package): string {
  if (!isForPlatform || !/[/-](?:linux|darwin|win32|windows|android|freebsd)/.test(name)) {
    return name;
  }
  return name.replace(/([/-])(?:linux|darwin|win32|windows|android|freebsd).*/, "$1…");
}

/** Without numbers, which every other change of a tool would change. */
function expressions(packages: readonly Package[]): string {
  return [...new Set(packages.map((one) => one.licence.expression))].sort()
    .map((expression) => `- ${expression}\n`).join("");
}

function layOut(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join(" | ")} |\n`;
  return line(head) + line(widths.map((width) => "-".repeat(width))) + rows.map(line).join("");
}

/** The texts of the licences of all that is shipped, each under the packages that it is from. */
export function renderTexts(packages: readonly Package[]): string {
  const texts = new Map<string, string[]>();
  for (const one of packages) {
    if (one.role === "development" || one.licence.folder === null) continue;
    const text = readTexts(one.licence.folder) ||
      `The package has no text of its licence, which is ${one.licence.expression}.`;
    texts.set(text, [...texts.get(text) ?? [], `${one.name} ${one.version}`]);
  }
  return [...texts].map(([text, names]) => `${names.join("\n")}\n\n${text.trim()}\n`)
    .join(`\n${"-".repeat(80)}\n\n`);
}

function readTexts(folder: string): string {
  return [...Deno.readDirSync(folder)]
    .filter((entry) => entry.isFile && /^(?:licen[cs]e|notice|copying)/i.test(entry.name))
    .map((entry) => entry.name).sort()
    .map((name) => Deno.readTextFileSync(join(folder, name))).join("\n\n");
}
