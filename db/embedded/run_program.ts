import type { Account } from "./account.ts";

export interface ProgramResult {
  readonly ok: boolean;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end, as the given account, in a folder that this account may enter: PostgreSQL's
 * programs hand paths to a shell, so they are given names relative to it, without spaces or quotes.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  account: Account | null,
  cwd = "/",
): Promise<ProgramResult> {
  const command = new Deno.Command(program, {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    // A message in another language could not be told apart.
    env: { LC_ALL: "C", TZ: "UTC" },
    cwd,
    ...(account ? { uid: account.uid, gid: account.gid } : {}),
  });
  const output = await command.output();
  const decoder = new TextDecoder();
  return {
    ok: output.success,
    code: output.code,
    stdout: decoder.decode(output.stdout).trim(),
    stderr: decoder.decode(output.stderr).trim(),
  };
}
