import { fromFileUrl } from "@std/path";

const ROOT = fromFileUrl(new URL("../../", import.meta.url));

/** How long a program may take until it says where it listens. */
const START_PATIENCE_MS = 60_000;

/** One of our programs as a child process, as a user starts it. */
export interface AppProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Everything it has printed so far, stdout and stderr together. */
  output(): string;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
}

/**
 * Starts a program of ours and waits for its line `listening on URL`.
 *
 * @param program a task, for instance `start`, which then has that task's permissions only; or the
 * path of a file from the root of the repository, with all permissions
 * @throws when it ends, or says nothing for a minute, with what it printed.
 */
export async function startApp(
  program: string,
  options: {
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    /** A command, with its first arguments, that runs the one given to it. */
    readonly under?: readonly string[];
  } = {},
): Promise<AppProcess> {
  const command = [Deno.execPath(), ...commandOf(program), ...options.args ?? []];
  const [first, ...args] = [...options.under ?? [], ...command] as [string, ...string[]];
  const child = new Deno.Command(first, {
    args,
    cwd: ROOT,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  const onText = (text: string) => output += text;
  const ended = Promise.all([drain(child.stdout, onText), drain(child.stderr, onText)]);
  const stop = async () => {
    try {
      child.kill("SIGTERM");
    } catch {
      // It has ended by itself.
    }
    await child.status;
    await ended;
  };
  try {
    const url = await waitForUrl(() => output, child.status);
    return { url, pid: child.pid, output: () => output, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function commandOf(program: string): string[] {
  return program.endsWith(".ts") ? ["run", "-A", "--no-prompt", program] : ["task", "-q", program];
}

async function drain(stream: ReadableStream<Uint8Array>, onText: (text: string) => void) {
  const decoder = new TextDecoder();
  for await (const chunk of stream) onText(decoder.decode(chunk, { stream: true }));
}

async function waitForUrl(output: () => string, ended: Promise<unknown>): Promise<string> {
  let hasEnded = false;
  ended.then(() => hasEnded = true);
  const deadlineMs = performance.now() + START_PATIENCE_MS;
  for (;;) {
    const url = /^listening on (https?:\/\/\S+)/m.exec(output())?.[1];
    if (url !== undefined) return url.replace(/\/$/, "");
    if (hasEnded || performance.now() > deadlineMs) {
      throw new Error(`${hasEnded ? "It ended" : "No URL in a minute"}. It printed:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
