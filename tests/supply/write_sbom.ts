/** `deno task sbom`: the bill of materials of a release. */
import { readPackages } from "./packages.ts";

const HELP =
  `The bill of materials of this checkout: CycloneDX 1.6 in JSON, by deno.lock, with the hash,
the licence and the needs of each package. What only builds or tests has the scope "excluded".

Usage: deno task sbom [FILE]

  FILE    where it is written; without it, to the standard output
  --help  this text`;

/** @returns the exit code: 0 written, 1 failed with one plain sentence on stderr, 2 wrong usage */
export async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(HELP);
    return 0;
  }
  const [path, ...more] = args;
  if (path?.startsWith("-") || more.length > 0) {
    console.error(`"${args.join(" ")}" is not understood. See deno task sbom --help.`);
    return 2;
  }
  try {
    // The library is slow to load, and its schemas warn of a module of Node's.
    const { renderSbom, validateSbom } = await import("./sbom.ts");
    const text = renderSbom(readPackages());
    const problem = await validateSbom(text);
    if (problem !== null) {
      console.error(`The bill does not follow the schema of CycloneDX: ${JSON.stringify(problem)}`);
      return 1;
    }
    if (path === undefined) console.log(text);
    else await Deno.writeTextFile(path, text);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
