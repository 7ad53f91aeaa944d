/** What the command line of `deno task test` asks for. */
export interface RunOptions {
  /** Run only what has this text in its path or in a test's name. */
  readonly filter: string | null;
  readonly help: boolean;
}

/** Wrong usage of a task: reported in one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const USAGE = `Runs everything: format, lint, types, unit, integration and browser tests.

Usage: deno task test [--filter X]

  --filter X   only the checks and test files whose path has X in it (any case), and from the
               other files the tests whose name has X in it
  --help       this text

Environment: DENO_JOBS = test files at a time (default: two more than processors, at most 6).
The last line is "N passed, N failed", with ", N skipped" when tests were skipped.`;

/**
 * Reads the arguments of `deno task test`.
 *
 * @throws {UsageError} on anything unknown, quoting it.
 */
export function parseOptions(args: readonly string[]): RunOptions {
  let filter: string | null = null;
  let help = false;
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] as string;
    if (argument === "--help" || argument === "-h") help = true;
    else if (argument.startsWith("--filter=")) filter = argument.slice("--filter=".length);
    else if (argument === "--filter") filter = args[++at] ?? "";
    else if (argument !== "--") throw new UsageError(`Unknown argument "${argument}".`);
  }
  if (filter === "") throw new UsageError("--filter needs a text to look for.");
  return { filter, help };
}
