import { join } from "@std/path";
import { formatCommand } from "../../../jobs/deploy/command.ts";

/** A folder of programs that write down how they are called before they do what they are for. */
export interface Recorder {
  readonly folder: string;
  /** The commands so far, as one would type them, in their order. */
  commands(): Promise<string[]>;
}

/**
 * Makes a program for each name that records its arguments, its folder and, where it is a script, what
 * it reads, and then becomes the real one.
 *
 * @param programs name → what it becomes
 */
export async function makeRecorder(
  folder: string,
  programs: Readonly<Record<string, string>>,
): Promise<Recorder> {
  await Deno.mkdir(folder, { recursive: true });
  const record = join(folder, "record");
  await Deno.writeTextFile(record, "");
  for (const [name, real] of Object.entries(programs)) {
    const path = join(folder, name);
    await Deno.writeTextFile(path, wrapper(name, real, record), { mode: 0o755 });
  }
  return {
    folder,
    commands: async () => readCommands(await Deno.readTextFile(record)),
  };
}

/** Words end with U+001F, a command with U+001E: no text here has them. */
function wrapper(name: string, real: string, record: string): string {
  return `#!/usr/bin/env bash
set -euo pipefail
call="$(printf '%s\\037' "$PWD" ${name} "$@")"
for last; do :; done
if [ "\${last:-}" = "sudo -n bash -s" ] || [ "\${last:-}" = "-s" ]; then
  text="$(cat; echo x)"
  printf '%s\\035%s\\036' "$call" "\${text%x}" >>${record}
  exec ${real} "$@" <<<"\${text%x}"
fi
printf '%s\\036' "$call" >>${record}
exec ${real} "$@"
`;
}

function readCommands(text: string): string[] {
  return text.split("\x1e").slice(0, -1).map((call) => {
    const [words = "", input] = call.split("\x1d");
    const [folder = "", ...argv] = words.split("\x1f").slice(0, -1);
    const place = /data\/releases\/[^/]+$/.exec(folder)?.[0];
    return formatCommand({
      argv,
      ...(input !== undefined && { input }),
      ...(place !== undefined && { cwd: place }),
    });
  });
}
