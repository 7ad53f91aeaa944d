import { fromFileUrl } from "@std/path";
import type { CoinSeries } from "./series.ts";
import type { TrainReply, TrainRequest } from "./train_process.ts";
import type { TrainingHooks, TrainingOptions, TrainingResult } from "./train.ts";
import { decodeFrames, encodeFrame } from "./training/frames.ts";

/** The hooks of `trainForecaster`; the clock stays the process's own. */
export interface RunTrainingHooks extends Omit<TrainingHooks, "now"> {
  /** The process's module, for tests. */
  readonly entry?: URL;
}

/** How much of what a process said before it died is told. */
const LAST_WORDS = 400;

/**
 * Runs `trainForecaster` in a process of its own and of the lowest priority: the caller's event loop
 * stays free, the caller's memory stays small (what a training takes goes back to the system with it),
 * and where memory runs out it is the training that dies.
 * @throws Error with the training's own message, or the signal's reason; an abort ends the process at once
 */
export async function runTraining(
  series: readonly CoinSeries[],
  options: TrainingOptions,
  hooks: RunTrainingHooks = {},
): Promise<TrainingResult> {
  const { signal } = hooks;
  signal?.throwIfAborted();
  const child = startProcess(hooks.entry ?? new URL("./train_process.ts", import.meta.url));
  const abort = () => child.kill("SIGKILL");
  signal?.addEventListener("abort", abort, { once: true });
  try {
    const lastWords = new Response(child.stderr).text();
    const [result] = await Promise.all([
      listen(child.stdout, hooks),
      // A process that died hears nothing; how it ended is what is told.
      hand(child, series, { options, resumeFrom: hooks.resumeFrom, coins: series.length })
        .catch(() => {}),
    ]);
    if (result) return result;
    signal?.throwIfAborted();
    throw new Error(describeEnd(await child.status, await lastWords));
  } finally {
    signal?.removeEventListener("abort", abort);
    await end(child);
  }
}

/** Reads programs and models and loads the native library, silenced; nothing else is allowed. */
function startProcess(entry: URL): Deno.ChildProcess {
  const root = fromFileUrl(new URL("../", import.meta.url));
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--no-remote",
      "--ignore-env",
      "--allow-env=ORT_DISABLE_TELEMETRY",
      `--config=${root}deno.json`,
      "--allow-read",
      `--allow-ffi=${root}node_modules`,
      "--allow-sys=cpus,hostname,osRelease,setPriority,systemMemoryInfo,uid,userInfo",
      fromFileUrl(entry),
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Coin by coin: the whole market at once would be in memory once more. */
async function hand(
  child: Deno.ChildProcess,
  series: readonly CoinSeries[],
  request: TrainRequest,
): Promise<void> {
  const writer = child.stdin.getWriter();
  await writer.write(encodeFrame(request));
  for (const coin of series) await writer.write(encodeFrame(coin));
  writer.releaseLock();
}

/** @returns the result, or nothing where the process ended without one */
async function listen(
  stdout: ReadableStream<Uint8Array>,
  hooks: RunTrainingHooks,
): Promise<TrainingResult | undefined> {
  for await (const frame of decodeFrames(stdout)) {
    if (hooks.signal?.aborted) throw hooks.signal.reason;
    const reply = frame as TrainReply;
    if (reply.kind === "progress") hooks.onProgress?.(reply.progress);
    else if (reply.kind === "checkpoint") {
      hooks.onCheckpoint?.(reply.bytes as Uint8Array<ArrayBuffer>);
    } else if (reply.kind === "done") return reply.result;
    else throw new Error(reply.message);
  }
  return undefined;
}

function describeEnd({ code, signal }: Deno.CommandStatus, lastWords: string): string {
  const how = signal === null ? `code ${code}` : signal;
  const why = signal === "SIGKILL" ? ", as when memory runs out" : "";
  const said = lastWords.trim().slice(-LAST_WORDS);
  return `The training process ended with ${how}${why}.${said === "" ? "" : ` ${said}`}`;
}

async function end(child: Deno.ChildProcess): Promise<void> {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
  await child.status;
  await child.stdin.close().catch(() => {});
}
