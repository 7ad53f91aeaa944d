/** `deno task dev`: Vite with hot reload, and the server restarted when its code changes. */

const USAGE = `Runs the server with --watch and, in front of it, Vite's development server.

Usage: deno task dev [--port N]

  --port N   port of Vite's server, default 5173; the API is where API_PORT says, default 8000
  --help     this text

Open the URL that Vite prints; what is not a page goes to the API.`;

/** Folders whose change restarts the server; pages are Vite's business. */
const WATCHED = ["server", "jobs", "db", "ml"];

if (import.meta.main) Deno.exit(await main(Deno.args));

/** @returns the exit code: 0 stopped, 1 a child failed, 2 wrong usage. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(USAGE);
    return 0;
  }
  const port = args.length === 0 ? "5173" : args[0] === "--port" ? args[1] : undefined;
  if (port === undefined || !/^\d{1,5}$/.test(port) || args.length > 2) {
    console.error(`"${args.join(" ")}" is not --port N. See deno task dev --help.`);
    return 2;
  }
  const server = startDeno([`--watch=${WATCHED.join(",")}`, "server/main.ts"]);
  const vite = startDeno(["node_modules/vite/bin/vite.js", "--port", port, "--strictPort"]);
  return await waitForEither(server, vite);
}

function startDeno(args: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), { args: ["run", "-A", ...args] }).spawn();
}

/** One without the other is of no use: the first to end, or Ctrl-C, ends both. */
async function waitForEither(...children: Deno.ChildProcess[]): Promise<number> {
  const asked = new Promise<{ success: boolean }>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(name, () => resolve({ success: true }));
    }
  });
  const { success } = await Promise.race([asked, ...children.map((child) => child.status)]);
  for (const child of children) {
    try {
      child.kill("SIGTERM");
    } catch {
      // It has ended by itself.
    }
  }
  await Promise.all(children.map((child) => child.status));
  return success ? 0 : 1;
}
