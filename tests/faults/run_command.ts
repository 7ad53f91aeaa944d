/** A command of ours in a process of its own, which may be killed. */
export interface RunningCommand {
  readonly pid: number;
  /** Ends it as a power cut would: no handler runs. */
  kill(): void;
  readonly ended: Promise<
    { readonly code: number; readonly stdout: string; readonly stderr: string }
  >;
}

const ROOT = new URL("../../", import.meta.url);

/** Starts `jobs/cli/NAME.ts` with the given environment beside that of the test. */
export function runCommand(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): RunningCommand {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", `jobs/cli/${name}.ts`, ...args],
    cwd: ROOT,
    env: { ...env, ENV_FILE: "" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const text = (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => new Response(stream).text();
  const ended = Promise.all([child.status, text(child.stdout), text(child.stderr)])
    .then(([status, stdout, stderr]) => ({ code: status.code, stdout, stderr }));
  return { pid: child.pid, kill: () => child.kill("SIGKILL"), ended };
}

/** Looks every few milliseconds until `look` says yes. */
export async function until(what: string, look: () => Promise<boolean>, seconds = 60) {
  const deadline = Date.now() + seconds * 1000;
  while (!await look()) {
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
