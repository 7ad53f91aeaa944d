/** A program to be run, on this machine. */
export interface Command {
  /** The program and its arguments, each as the program gets it: no shell reads them. */
  readonly argv: readonly string[];
  /** What it reads: a text, or a file. */
  readonly input?: string | { readonly path: string };
  /** Where its output goes in place of the answer. */
  readonly outputPath?: string;
  /** It talks to the person at the keyboard. */
  readonly isInteractive?: boolean;
  readonly cwd?: string;
  /** A note for people on what a dry run cannot know. */
  readonly note?: string;
  /** What a dry run takes for the answer. */
  readonly pretended?: string;
}

/** A command that failed; the message is one plain sentence. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One word for a POSIX shell, whatever is in it. */
export function quote(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command as one would type it. */
export function formatCommand(command: Command): string {
  const { argv, input, outputPath, cwd } = command;
  const parts = argv.map(quote);
  if (outputPath !== undefined) parts.push(`> ${quote(outputPath)}`);
  if (typeof input === "object") parts.push(`< ${quote(input.path)}`);
  const line = parts.join(" ");
  const placed = cwd === undefined ? line : `(cd ${quote(cwd)} && ${line})`;
  if (typeof input !== "string") return placed;
  return `${placed} <<'SCRIPT'\n${input.replace(/\n?$/, "\n")}SCRIPT`;
}
