const SCRIPT = new URL("./hold_server.ts", import.meta.url);

export interface Holder {
  /** Of the process that holds the data directory. */
  readonly pid: number;
  readonly server: { readonly url: string; readonly pid: number; readonly adopted: boolean };
  /** kill -9. */
  kill(): Promise<void>;
  /** Lets it stop its server in order. */
  end(): Promise<Deno.CommandStatus>;
}

/** Another process that opens the data directory and holds it; as another user where ids are given. */
export async function holdInProcess(
  dataDir: string,
  user: { readonly uid?: number; readonly gid?: number; readonly denoDir?: string } = {},
): Promise<Holder> {
  const child = spawnHolder(dataDir, user);
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The process ended before it held ${dataDir}.`);
    text += value;
  }
  const end = async () => {
    await child.stdin.close();
    await reader.cancel();
    return await child.status;
  };
  const kill = async () => {
    child.kill("SIGKILL");
    await child.status;
    await child.stdin.abort().catch(() => {});
    await reader.cancel();
  };
  return { pid: child.pid, server: JSON.parse(text), end, kill };
}

/** The same, not waited for. */
export function spawnHolder(
  dataDir: string,
  user: { readonly uid?: number; readonly gid?: number; readonly denoDir?: string } = {},
): Deno.ChildProcess {
  const { uid, gid, denoDir } = user;
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--node-modules-dir=manual", "--no-lock", SCRIPT.href, dataDir],
    cwd: new URL("../../../", import.meta.url),
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
    ...(uid === undefined ? {} : { uid, gid }),
    ...(denoDir === undefined ? {} : { env: { DENO_DIR: denoDir, HOME: denoDir } }),
  }).spawn();
}
