import type { JobContext, ReportProgress } from "../context.ts";
import { openContext } from "./open_context.ts";
import { createProgressLine } from "./progress_line.ts";
import { stopOnSignals } from "./stop_on_signals.ts";

/** The command line cannot be understood: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface Task<Arguments> {
  /** `deno task NAME`. */
  readonly name: string;
  readonly help: string;
  /** @throws {UsageError} or a parse error of `node:util`, naming what is not understood */
  parse(args: string[]): Arguments;
  /** Does the work and resolves to what is said on stdout at the end. */
  run(context: JobContext, args: Arguments, report: ReportProgress): Promise<string>;
}

const STOPPED =
  "Stopped before the end. What was stored is kept, and the next run goes on from it.";

/**
 * Runs one command: `--help`, arguments, progress on stderr, the outcome on stdout.
 * @returns the exit code: 0 done, 1 failed with one plain sentence on stderr, 2 wrong usage
 */
export async function runTask<Arguments>(task: Task<Arguments>, args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(task.help);
    return 0;
  }
  let parsed: Arguments;
  try {
    parsed = task.parse(args);
  } catch (error) {
    console.error(`${usageProblem(error)} See deno task ${task.name} --help.`);
    return 2;
  }
  const stop = stopOnSignals(STOPPED);
  const line = createProgressLine();
  try {
    await using opened = await openContext(stop.signal, line);
    const outcome = await task.run(opened.context, parsed, line.report);
    line.clear();
    if (stop.signal.aborted) throw stop.signal.reason;
    console.log(outcome);
    return 0;
  } catch (error) {
    line.clear();
    console.error(stop.signal.aborted ? STOPPED : sentence(error));
    return 1;
  } finally {
    stop.forget();
  }
}

/** The first sentence: `node:util` goes on with advice that does not fit here. */
function usageProblem(error: unknown): string {
  const text = sentence(error);
  if (error instanceof UsageError) return text;
  return `${text.split(". ")[0]!.replace(/\.$/, "")}.`;
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message.trim() || error.name;
}

/**
 * A day (`2025-10-01`, all of it) or an ISO time, as milliseconds; `end` takes the end of a day.
 * @throws {UsageError}
 */
export function parseDate(option: string, text: string | undefined, end = false) {
  if (text === undefined) return undefined;
  const ms = /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? Date.parse(text) : NaN;
  const isRealDay = !Number.isNaN(ms) &&
    new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));
  if (!isRealDay) {
    throw new UsageError(`--${option} "${text}" is not a date; one looks like 2025-10-01.`);
  }
  return end && text.length === 10 ? ms + 86_399_999 : ms;
}
