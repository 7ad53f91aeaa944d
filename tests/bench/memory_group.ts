/** A control group of Linux that holds processes within a limit of memory. */
export interface MemoryGroup extends AsyncDisposable {
  /** What a command is begun with so that it, and all that it starts, is in the group. */
  readonly prefix: readonly string[];
  /** Anonymous memory of all in the group now, megabytes: what cannot be given back. */
  usedMb(): Promise<number>;
  /** How many processes the system has killed because the group was full. */
  kills(): Promise<number>;
}

interface Files {
  readonly folder: string;
  readonly limit: string;
  /** The file and the line of it that hold the memory in use, in bytes. */
  readonly used: readonly [file: string, line: RegExp];
  readonly kills: readonly [file: string, line: RegExp];
}

/**
 * Makes a control group, of version 1 or 2, below this process's own.
 *
 * @returns null where the machine does not let this account make one
 */
export async function makeMemoryGroup(limitMb: number): Promise<MemoryGroup | null> {
  const files = await findController();
  const bytes = limitMb * 2 ** 20;
  const made = `mkdir ${files.folder} && echo ${bytes} > ${files.folder}/${files.limit}`;
  if (!(await shell(made)).success) return null;
  const read = async ([file, line]: readonly [string, RegExp]) =>
    Number(line.exec((await shell(`cat ${files.folder}/${file}`)).text)?.[1] ?? NaN);
  return {
    prefix: ["sh", "-c", `echo $$ > ${files.folder}/cgroup.procs && exec "$@"`, "sh"],
    usedMb: async () => await read(files.used) / 2 ** 20,
    kills: () => read(files.kills),
    async [Symbol.asyncDispose]() {
      await shell(`rmdir ${files.folder}`);
    },
  };
}

async function findController(): Promise<Files> {
  const own = (await shell("cat /proc/self/cgroup")).text;
  const first = /^\d+:memory:(.*)$/m.exec(own)?.[1];
  const name = `crypto-ai-bench-${Deno.pid}`;
  if (first !== undefined) {
    return {
      folder: `/sys/fs/cgroup/memory${first.replace(/\/$/, "")}/${name}`,
      limit: "memory.limit_in_bytes",
      used: ["memory.stat", /^total_rss (\d+)$/m],
      kills: ["memory.oom_control", /^oom_kill (\d+)$/m],
    };
  }
  const second = /^0::(.*)$/m.exec(own)?.[1] ?? "/";
  return {
    folder: `/sys/fs/cgroup${second.replace(/\/$/, "")}/${name}`,
    limit: "memory.max",
    used: ["memory.stat", /^anon (\d+)$/m],
    kills: ["memory.events", /^oom_kill (\d+)$/m],
  };
}

async function shell(line: string): Promise<{ success: boolean; text: string }> {
  const { success, stdout } = await new Deno.Command("sh", { args: ["-c", line], stderr: "null" })
    .output();
  return { success, text: new TextDecoder().decode(stdout) };
}
