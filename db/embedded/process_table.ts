/**
 * Linux's table of processes. Deno lets a program read `/proc` itself only with every permission
 * granted, while the tasks run with fewer: there the system's own tools read it for us.
 */

/** The text of a file of `/proc`, or "" where there is none. */
export async function readProcess(pid: number, name: "stat"): Promise<string> {
  const path = `/proc/${pid}/${name}`;
  return await orByTool(() => Deno.readTextFile(path), "cat", path);
}

/** The folder that a process works in, or "" where that may not be known. */
export async function processFolder(pid: number): Promise<string> {
  const path = `/proc/${pid}/cwd`;
  return (await orByTool(() => Deno.readLink(path), "readlink", path)).trim();
}

/** The ids of all processes. */
export async function processIds(): Promise<number[]> {
  const names = await orByTool(
    async () => {
      const found: string[] = [];
      for await (const { name } of Deno.readDir("/proc")) found.push(name);
      return found.join("\n");
    },
    "ls",
    "/proc",
  );
  return names.split(/\s+/).filter((name) => /^\d+$/.test(name)).map(Number);
}

async function orByTool(
  read: () => Promise<string>,
  tool: string,
  path: string,
): Promise<string> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) return "";
  }
  const command = new Deno.Command(tool, { args: [path], stdin: "null", stderr: "null" });
  const output = await command.output().catch(() => null);
  return output?.success ? new TextDecoder().decode(output.stdout) : "";
}
