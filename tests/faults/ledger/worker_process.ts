import { fromFileUrl } from "@std/path";
import type { Outcome, Request } from "./perform_operation.ts";

/** An instance in a process of its own. */
export interface WorkerProcess {
  /** False until it has started, and after it was killed. */
  isReady(): boolean;
  /** `unknown` for what was on its way when it was killed. */
  perform(request: Request): Promise<Outcome>;
  /** Ends it as `kill -9` does. */
  kill(): void;
  readonly ended: Promise<unknown>;
}

/** Starts one; it takes requests once it is ready. */
export function startWorkerProcess(databaseUrl: string): WorkerProcess {
  const script = fromFileUrl(new URL("ledger_worker.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-check", "-A", script, databaseUrl],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const input = child.stdin.getWriter();
  const waiting = new Map<number, (outcome: Outcome) => void>();
  let state: "starting" | "ready" | "ended" = "starting";
  let count = 0;
  const onLine = (line: string) => {
    if (line === "ready" && state === "starting") return void (state = "ready");
    const [number, outcome] = JSON.parse(line) as [number, Outcome];
    waiting.get(number)?.(outcome);
    waiting.delete(number);
  };
  const end = () => {
    state = "ended";
    for (const answer of waiting.values()) answer({ kind: "unknown", error: "it was killed" });
    waiting.clear();
  };
  const ended = readLines(child.stdout, onLine).then(() => child.status).finally(end);
  return {
    isReady: () => state === "ready",
    perform(request) {
      const number = ++count;
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      waiting.set(number, resolve);
      const line = new TextEncoder().encode(`${JSON.stringify({ number, request })}\n`);
      input.write(line).catch(() => {});
      if (state === "ended") end();
      return promise;
    },
    kill() {
      if (state === "ended") return;
      state = "ended";
      child.kill("SIGKILL");
      input.abort().catch(() => {});
    },
    ended,
  };
}

async function readLines(stream: ReadableStream<Uint8Array>, onLine: (line: string) => void) {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of stream) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) onLine(line);
  }
}
