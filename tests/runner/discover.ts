import type { Company } from "./jobs.ts";

/** A test file, and what it bears beside it. */
export interface TestFile {
  /** Path from the root of the repository, with forward slashes. */
  readonly path: string;
  readonly company: Company;
}

/** Its tests start browsers, which are mostly waited for. */
const BROWSER_FOLDER = "tests/browser/";
/** Its tests kill processes or measure time. */
const FAULTS_FOLDER = "tests/faults/";

/** A test file that says so in a comment has the machine for itself. */
const ALONE_MARK = /^(?:\/\/|\s*\*) Runs alone\b/m;
/** One in the folder of faults that measures no time says so too. */
const FEW_MARK = /^(?:\/\/|\s*\*) Runs beside few others\b/m;

/**
 * Every `*_test.ts` and `*_test.tsx` under `tests/`, sorted by path.
 *
 * @param root the root of the repository.
 */
export async function findTestFiles(root: URL): Promise<TestFile[]> {
  const files: TestFile[] = [];
  for await (const path of walk(root, "tests/")) {
    if (!/_test\.tsx?$/.test(path)) continue;
    const text = await Deno.readTextFile(new URL(path, root));
    files.push({ path, company: companyOf(path, text) });
  }
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}

function companyOf(path: string, text: string): Company {
  if (FEW_MARK.test(text)) return "few";
  if (path.startsWith(FAULTS_FOLDER) || ALONE_MARK.test(text)) return "none";
  return path.startsWith(BROWSER_FOLDER) ? "few" : "crowd";
}

async function* walk(root: URL, folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(new URL(folder, root))) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory) yield* walk(root, `${path}/`);
    else if (entry.isFile) yield path;
  }
}
