/** `deno task licences`: writes the list of licences, or their texts. */
import { join } from "@std/path";
import { parseArgs } from "node:util";
import { renderLicences, renderTexts } from "./licences_page.ts";
import { readPackages, ROOT } from "./packages.ts";

const HELP = `Writes docs/licences.md: every package that is shipped, with its licence.

Usage: deno task licences [--texts FILE]

  --texts FILE  writes the texts of the licences of what is shipped to FILE, for a release
  --help        this text`;

/** @returns the exit code: 0 written, 1 failed with one plain sentence on stderr, 2 wrong usage */
export async function main(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(HELP);
    return 0;
  }
  let texts: string | undefined;
  try {
    texts = parseArgs({ args, options: { texts: { type: "string" } } }).values.texts;
  } catch (error) {
    const problem = error instanceof Error ? error.message.split(". ")[0] : String(error);
    console.error(`${problem}. See deno task licences --help.`);
    return 2;
  }
  try {
    const packages = readPackages();
    const path = texts ?? join(ROOT, "docs", "licences.md");
    await Deno.writeTextFile(path, texts ? renderTexts(packages) : renderLicences(packages));
    console.log(`Wrote ${path}.`);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
