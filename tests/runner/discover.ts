/** A test file, and whether it must have the machine for itself. */
export interface TestFile {
  /** Path from the root of the repository, with forward slashes. */
  readonly path: string;
  readonly runsAlone: boolean;
}

/** Folders whose tests start browsers, kill processes or measure time. */
const ALONE_FOLDERS = ["tests/browser/", "tests/faults/"];

/** A test file that says so in a comment has the machine for itself. */
const ALONE_MARK = /^(?:\/\/|\s*\*) Runs alone\b/m;

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
    const runsAlone = ALONE_FOLDERS.some((folder) => path.startsWith(folder)) ||
      ALONE_MARK.test(text);
    files.push({ path, runsAlone });
  }
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}

async function* walk(root: URL, folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(new URL(folder, root))) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory) yield* walk(root, `${path}/`);
    else if (entry.isFile) yield path;
  }
}
