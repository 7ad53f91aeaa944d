import { type Command, CommandError, formatCommand } from "./command.ts";

/** Runs commands, or only says them. */
export interface Executor {
  readonly isDryRun: boolean;
  /**
   * Runs a command that changes something, here or on the host. Lines of its output are passed on as
   * they come.
   *
   * @returns its output
   * @throws {CommandError} with the last line of its complaint
   */
  run(command: Command, onLine?: (line: string) => void): Promise<string>;
  /** Runs a command that only asks; a dry run needs its answer too. */
  ask(command: Command): Promise<string>;
}

/** Runs commands for good. */
export function createExecutor(): Executor {
  return { isDryRun: false, run: execute, ask: execute };
}

/** Says each command that would be run and runs none, but for those that only ask. */
export function createDryRun(say: (line: string) => void): Executor {
  return {
    isDryRun: true,
    ask: execute,
    run(command) {
      if (command.note !== undefined) say(`# ${command.note}`);
      say(formatCommand(command));
      return Promise.resolve(command.pretended ?? "");
    },
  };
}

/** Programs that a workstation may lack, and where they come from. */
const WHERE_FROM: Readonly<Record<string, string>> = {
  aws: "Install the AWS command line, or deploy with --via ssh.",
  ssh: "Install an OpenSSH client.",
  terraform: "Install Terraform, or name the host by --host or --instance-id.",
  deno: "Put deno on the PATH.",
};

async function execute(command: Command, onLine?: (line: string) => void): Promise<string> {
  if (command.isInteractive) return await converse(command);
  if (command.outputPath !== undefined) return await executeInto(command, command.outputPath);
  const child = start(command);
  return await finish(command, child, readLines(child.stdout, onLine));
}

/** The file has its name only once all of it is there. */
async function executeInto(command: Command, path: string): Promise<string> {
  const partial = `${path}.partial`;
  const child = start(command);
  try {
    const options = { write: true, create: true, truncate: true, mode: 0o600 };
    const write = async () => {
      await child.stdout.pipeTo((await Deno.open(partial, options)).writable);
      return "";
    };
    await finish(command, child, write());
    await Deno.rename(partial, path);
    return "";
  } catch (error) {
    await Deno.remove(partial).catch(() => {});
    throw error;
  }
}

async function finish(
  command: Command,
  child: Deno.ChildProcess,
  reading: Promise<string>,
): Promise<string> {
  const [output, complaint] = await Promise.all([
    reading,
    readLines(child.stderr),
    feed(child, command.input),
  ]);
  const { success, code } = await child.status;
  if (success) return output;
  throw new CommandError(lastLine(complaint) ?? `${command.argv[0]} ended with code ${code}.`);
}

/** What ssh and the AWS command line end with where they fail themselves, and have said why. */
const OWN_FAILURES = [254, 255];

/**
 * Lets a program have the keyboard until it ends, Ctrl-C too. What it ends with is that of the last
 * command that was typed, and no failure of ours.
 */
async function converse(command: Command): Promise<string> {
  const leaveToProgram = () => {};
  Deno.addSignalListener("SIGINT", leaveToProgram);
  try {
    const { code } = await start(command).status;
    if (!OWN_FAILURES.includes(code)) return "";
    throw new CommandError(`${command.argv[0]} ended with code ${code}.`);
  } finally {
    Deno.removeSignalListener("SIGINT", leaveToProgram);
  }
}

function start({ argv, input, isInteractive, cwd }: Command): Deno.ChildProcess {
  const [program, ...args] = argv as [string, ...string[]];
  const piped = isInteractive ? "inherit" : "piped";
  try {
    return new Deno.Command(program, {
      args,
      stdin: isInteractive ? "inherit" : input === undefined ? "null" : "piped",
      stdout: piped,
      stderr: piped,
      ...(cwd !== undefined && { cwd }),
    }).spawn();
  } catch (error) {
    // A program that is not there when Deno starts is not among those that it may run.
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotCapable)) {
      throw error;
    }
    const advice = WHERE_FROM[program] ?? "Install it.";
    throw new CommandError(`The program ${program} was not found. ${advice}`, { cause: error });
  }
}

async function feed(child: Deno.ChildProcess, input: Command["input"]): Promise<void> {
  if (input === undefined) return;
  const source = typeof input === "string"
    ? new Blob([input]).stream()
    : (await Deno.open(input.path)).readable;
  // A program that ends early closes its end; its exit code says more than the broken pipe.
  await source.pipeTo(child.stdin).catch(() => {});
}

async function readLines(
  stream: ReadableStream<Uint8Array>,
  onLine?: (line: string) => void,
): Promise<string> {
  const decoder = new TextDecoder();
  let all = "";
  let rest = "";
  for await (const chunk of stream) {
    const text = decoder.decode(chunk, { stream: true });
    all += text;
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    if (onLine) lines.forEach(onLine);
  }
  if (onLine && rest !== "") onLine(rest);
  return all;
}

/** Programs say what is wrong at the end. */
export function lastLine(text: string): string | undefined {
  return text.split("\n").map((line) => line.trim()).findLast((line) => line !== "");
}
