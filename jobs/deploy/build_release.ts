import type { Executor } from "./executor.ts";

/** A release that is ready to be shipped. */
export interface Archive {
  readonly path: string;
  /** A file with its SHA-256, as `sha256sum --check` reads it. */
  readonly sumPath: string;
}

/** Below the folder that git ignores. */
const FOLDER = "data/releases";
/** What no host needs. */
const LEFT_OUT = ["tests", "docs/screenshot.png"];

/**
 * Builds the release of HEAD, from HEAD alone: its files are exported into a folder of their own, the
 * packages of its lockfile installed and its web app built there. The host, with little memory, has
 * neither to build nor to have the compiler's 700 MB to spare.
 */
export async function buildRelease(
  executor: Executor,
  name: string,
  say: (line: string) => void,
): Promise<Archive> {
  const folder = `${FOLDER}/${name}`;
  const archive = { path: `${folder}.tar.gz`, sumPath: `${folder}.tar.gz.sha256` };
  say(`Exporting the commit of ${name}.`);
  if (!executor.isDryRun) await makeEmpty(folder);
  const excluded = LEFT_OUT.map((path) => `:(exclude)${path}`);
  await executor.run({
    argv: ["git", "archive", "--format=tar", `--output=${folder}.tar`, "HEAD", ".", ...excluded],
  });
  await executor.run({ argv: ["tar", "-xf", `${folder}.tar`, "-C", folder] });
  say("Building the web app.");
  await executor.run({ argv: ["deno", "install", "--frozen", "--quiet"], cwd: folder });
  await executor.run({
    argv: ["deno", "run", "-A", "--no-prompt", "jobs/cli/build_web.ts"],
    cwd: folder,
  });
  await executor.run({
    argv: ["tar", "-czf", archive.path, "--exclude", "./node_modules", "-C", folder, "."],
  });
  if (!executor.isDryRun) await writeSum(archive);
  return archive;
}

/** Removes what building left behind; with `all`, the archive too. */
export async function removeBuild(name: string, all: boolean): Promise<void> {
  const ends = ["", ".tar", ...(all ? [".tar.gz", ".tar.gz.sha256"] : [])];
  for (const end of ends) {
    await Deno.remove(`${FOLDER}/${name}${end}`, { recursive: true }).catch(() => {});
  }
}

async function makeEmpty(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await Deno.mkdir(folder, { recursive: true });
}

/** The name on the host, where the archive is checked, is always the same. */
async function writeSum({ path, sumPath }: Archive): Promise<void> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(path));
  await Deno.writeTextFile(sumPath, `${new Uint8Array(digest).toHex()}  release.tar.gz\n`);
}
