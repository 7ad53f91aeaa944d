import type { Account } from "./account.ts";

export interface ProgramResult {
  readonly ok: boolean;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, as the given account, in a folder that every account may enter. */
export async function runProgram(
  program: string,
  args: readonly string[],
  account: Account | null,
): Promise<ProgramResult> {
  const command = new Deno.Command(program, {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    // A message in another language could not be told apart.
    env: { LC_ALL: "C", TZ: "UTC" },
    ...(Deno.build.os === "windows" ? {} : { cwd: "/" }),
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
