/** One file of the repository, as the rules see it. */
export interface SourceFile {
  /** Path from the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** An import of one file by another; workers and dynamic imports count. */
export interface Import {
  readonly from: string;
  /** Path from the root of the repository, or the bare name of a package. */
  readonly to: string;
  readonly isPackage: boolean;
  readonly isTypeOnly: boolean;
}

const NOT_OURS = new Set(["node_modules", "data", "data-demo", "dist"]);
const TEXT_FILE = /(?:\.(?:tsx?|jsonc?|md|html|s?css|yml|tf|sh|example|svg)|\/run)$/;

/** Every text file of the repository that we write ourselves, sorted by path. */
export async function readSourceTree(root: URL): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for await (const path of walk(root, "")) {
    if (TEXT_FILE.test(path)) {
      files.push({ path, text: await Deno.readTextFile(new URL(path, root)) });
    }
  }
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}

async function* walk(root: URL, folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(new URL(`./${folder}`, root))) {
    if (NOT_OURS.has(entry.name) || isHidden(entry.name)) continue;
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory) yield* walk(root, `${path}/`);
    else if (entry.isFile) yield path;
  }
}

export function isTypeScript(file: SourceFile): boolean {
  return /\.tsx?$/.test(file.path);
}

const IMPORTS: readonly RegExp[] = [
  /^(?:import|export)\s+(type\s)?[^;'"]*?\bfrom\s*"([^"]+)"/gm,
  /^import\s+()"([^"]+)"/gm,
  /\bimport\(\s*()"([^"]+)"/g,
  /\bnew URL\(\s*()"(\.[^"]+\.tsx?)"/g,
];

/** What a file imports, in whatever way, resolved to paths from the root. */
export function readImports(file: SourceFile): Import[] {
  const text = file.text.replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, "");
  return IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)]).map((match) => {
    const specifier = match[2] as string;
    const isPackage = !specifier.startsWith(".");
    return {
      from: file.path,
      to: isPackage ? specifier : resolve(file.path, specifier),
      isPackage,
      isTypeOnly: match[1] !== undefined && match[1] !== "",
    };
  });
}

function resolve(from: string, specifier: string): string {
  return new URL(specifier, `file:///${from}`).pathname.slice(1);
}

function isHidden(name: string): boolean {
  return name.startsWith(".") && name !== ".ci";
}
