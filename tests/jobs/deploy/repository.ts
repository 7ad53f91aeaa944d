import { fromFileUrl, join } from "@std/path";

const ROOT = fromFileUrl(new URL("../../../", import.meta.url));

/** How a small release behaves. */
export interface Behaviour {
  /** What it answers, to be told apart. */
  readonly name: string;
  /** Why it never becomes ready. */
  readonly unreadyBecause?: string;
  /** Its program ends at once. */
  readonly crashes?: boolean;
  /** Why its migration fails. */
  readonly migrationError?: string;
  /** Its migration waits for the file DATA_DIR/go. */
  readonly waits?: boolean;
}

/** A git repository with a small application in the place of ours. */
export interface Repository {
  readonly path: string;
  /** Commits a release and gives its name. */
  commit(behaviour: Behaviour): Promise<string>;
}

/** The application: tasks, files and folders of the same names as ours, our own scripts. */
const FILES = {
  ".gitignore": "data/\nnode_modules/\nweb/dist/\n",
  "deno.json": JSON.stringify({
    tasks: {
      start: {
        command: "deno run --no-prompt --allow-net --allow-read --allow-env server/main.ts",
      },
      worker: {
        command: "deno run --no-prompt --allow-net --allow-read --allow-env server/main.ts",
      },
      db: { command: "deno run --no-prompt -RWE jobs/cli/db.ts" },
    },
  }),
  "server/version.ts": `export const VERSION = "1.2.3";\n`,
  "server/main.ts": `
const { name, unreadyBecause, crashes } = JSON.parse(Deno.readTextFileSync("behaviour.json"));
if (crashes) throw new Error("It crashes.");
const page = Deno.readTextFileSync("web/dist/index.html");
Deno.serve({ hostname: "127.0.0.1", port: Number(Deno.env.get("API_PORT")) }, (request) => {
  if (!request.url.endsWith("/api/v1/health/ready")) return new Response(page + name);
  return unreadyBecause
    ? new Response(unreadyBecause, { status: 503 })
    : Response.json({ status: "ready" });
});
`,
  "jobs/cli/build_web.ts": `
Deno.mkdirSync("web/dist", { recursive: true });
Deno.writeTextFileSync("web/dist/index.html", "built ");
`,
  "jobs/cli/db.ts": `
const { name, migrationError, waits } = JSON.parse(Deno.readTextFileSync("behaviour.json"));
const folder = Deno.env.get("DATA_DIR");
const [verb, file] = Deno.args;
if (verb === "backup") {
  Deno.writeTextFileSync(file, "backup of " + name);
  Deno.exit(0);
}
if (migrationError) {
  console.error(migrationError);
  Deno.exit(1);
}
Deno.writeTextFileSync(folder + "/migrated", name + "\\n", { append: true });
const isThere = () => {
  try {
    return Deno.statSync(folder + "/go").isFile;
  } catch {
    return false;
  }
};
// The folder goes with the test, and then nobody is waited for any more; nor for ever.
const untilMs = Date.now() + 120_000;
while (waits && !isThere() && Date.now() < untilMs && Deno.statSync(folder)) await new Promise((resolve) => setTimeout(resolve, 20));
`,
  // More than one part of a command's parameters.
  "noise.bin": Array.from(
    crypto.getRandomValues(new Uint8Array(50_000)),
    (byte) => byte.toString(36),
  )
    .join(""),
};

export async function makeRepository(path: string): Promise<Repository> {
  for (const [name, text] of Object.entries(FILES)) {
    await Deno.mkdir(join(path, name, ".."), { recursive: true });
    await Deno.writeTextFile(join(path, name), text);
  }
  await copy(join(ROOT, "terraform/scripts"), join(path, "terraform/scripts"));
  await Deno.copyFile(join(ROOT, "aws-env.example"), join(path, "aws-env.example"));
  await git(path, ["init", "--quiet", "--initial-branch=main"]);
  return {
    path,
    async commit(behaviour) {
      await Deno.writeTextFile(join(path, "behaviour.json"), JSON.stringify(behaviour));
      await git(path, ["add", "--all"]);
      await git(path, ["commit", "--quiet", "--message", behaviour.name]);
      return `1.2.3+${await git(path, ["rev-parse", "--short=10", "HEAD"])}`;
    },
  };
}

export async function git(cwd: string, args: readonly string[]): Promise<string> {
  // A checkout that belongs to another user, as in a container, is read all the same.
  const identity = ["-c", "user.name=tests", "-c", "user.email=tests@localhost"];
  identity.push("-c", "safe.directory=*");
  const { success, stdout, stderr } = await new Deno.Command("git", {
    args: [...identity, "-c", "commit.gpgsign=false", ...args],
    cwd,
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const entry of Deno.readDir(from)) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    await (entry.isDirectory ? copy(source, target) : Deno.copyFile(source, target));
  }
}
