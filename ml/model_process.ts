import { fromFileUrl } from "@std/path";
import { decodeFrames, encodeFrame } from "./frames.ts";

/** A process of ours that computes; see `startModelProcess`. */
export interface ModelProcess extends AsyncDisposable {
  /** Resolves when the process has taken the value; what it cannot take any more is dropped. */
  send(value: unknown): Promise<void>;
  /** What it answers, until it ends. */
  readonly replies: AsyncGenerator<unknown, void>;
  /** Ends it at once. */
  kill(): void;
  /** How it ended, and the last that it said about it. */
  describeEnd(): Promise<string>;
}

/** How much of what a process said before it died is told. */
const LAST_WORDS = 400;

/**
 * Starts a module as a process that is spoken with in frames over its input and output: the native
 * library blocks the thread it runs on and keeps its memory, and a crash of it ends its process. It may
 * read, and load that library: it has no network, no variables, and writes nothing. It ends when its
 * input does.
 */
export function startModelProcess(entry: URL): ModelProcess {
  const root = fromFileUrl(new URL("../", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--no-remote",
      "--no-check",
      "--allow-env=ORT_DISABLE_TELEMETRY",
      "--ignore-env",
      `--config=${root}deno.json`,
      "--allow-read",
      `--allow-ffi=${root}node_modules`,
      "--allow-sys=cpus,hostname,osRelease,setPriority,systemMemoryInfo,uid,userInfo",
      fromFileUrl(entry),
    ],
    // Deno itself would export traces from there, past all permissions.
    env: { OTEL_DENO: "false" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  writer.closed.catch(() => {});
  const lastWords = new Response(child.stderr).text();
  const replies = decodeFrames(child.stdout);
  const kill = () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
  };
  return {
    send: (value) => writer.write(encodeFrame(value)).catch(() => {}),
    replies,
    kill,
    describeEnd: async () => describe(await child.status, await lastWords),
    async [Symbol.asyncDispose]() {
      kill();
      await Promise.all([child.status, lastWords, replies.return()]);
      await writer.abort().catch(() => {});
    },
  };
}

function describe({ code, signal }: Deno.CommandStatus, lastWords: string): string {
  const how = signal === null ? `code ${code}` : signal;
  const why = signal === "SIGKILL" ? ", as when memory runs out" : "";
  const said = lastWords.trim().slice(-LAST_WORDS);
  return `ended with ${how}${why}.${said === "" ? "" : ` ${said}`}`;
}
