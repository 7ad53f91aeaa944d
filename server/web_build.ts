import { fromFileUrl, join } from "@std/path";

const ROOT = fromFileUrl(new URL("../", import.meta.url));
const STAMP = ".built-from";

/** Where the built web app is. */
export const WEB_FOLDER: string = join(ROOT, "web", "dist");

/**
 * Builds the web app where its sources, Vite's settings or the locked dependencies differ from those
 * it was last built from. Returns whether it was built.
 *
 * @throws {Error} with the end of what Vite said, if the build fails
 */
export async function buildWebIfStale(say: (line: string) => void): Promise<boolean> {
  const hash = await hashSources();
  const stamp = join(WEB_FOLDER, STAMP);
  const built = await Deno.readTextFile(stamp).catch(() => "");
  if (built === hash) return false;
  say("Building the web app.");
  await runVite();
  await Deno.writeTextFile(stamp, hash);
  return true;
}

async function runVite(): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-prompt", join("node_modules", "vite", "bin", "vite.js"), "build"],
    cwd: ROOT,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", OTEL_DENO: "false" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (success) return;
  const text = `${new TextDecoder().decode(stdout)}\n${new TextDecoder().decode(stderr)}`;
  const end = text.trim().split("\n").slice(-20).join("\n");
  throw new Error(`The web app could not be built. Vite said:\n${end}`);
}

/** One hash over the path and content of every file that the build reads. */
async function hashSources(): Promise<string> {
  const sources = [
    ...await listFiles("web"),
    "vite.config.ts",
    "deno.json",
    "deno.lock",
    ...await listSchemas(),
  ];
  const digests = await Promise.all(sources.sort().map(digestFile));
  const all = new TextEncoder().encode(digests.join("\n"));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all)).toHex();
}

async function digestFile(path: string): Promise<string> {
  const bytes = await Deno.readFile(join(ROOT, path)).catch(() => new Uint8Array());
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return `${path} ${new Uint8Array(digest).toHex()}`;
}

/** The web app takes types only from the server, but a page may come to read a schema. */
async function listSchemas(): Promise<string[]> {
  return (await listFiles("server")).filter((path) => path.endsWith("schema.ts"));
}

async function listFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const entry of Deno.readDir(join(ROOT, folder))) {
    const path = `${folder}/${entry.name}`;
    if (path === "web/dist" || entry.name.startsWith(".")) continue;
    if (entry.isDirectory) files.push(...await listFiles(path));
    else if (entry.isFile) files.push(path);
  }
  return files;
}
