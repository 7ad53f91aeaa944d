import { quote } from "./command.ts";
import { hostPaths } from "./host_paths.ts";

/**
 * A script for any POSIX shell of the host. It is read whole before its first command runs, and its
 * commands read nothing: they could otherwise eat up the rest of it.
 *
 * @param root passed on to the scripts of the host; empty on a real host
 * @param lines commands, quoted
 */
export function hostScript(root: string, lines: readonly string[]): string {
  return [
    "set -eu",
    ...(root === "" ? [] : [`export CRYPTO_AI_ROOT=${quote(root)}`]),
    "main() {",
    ...lines.map((line) => `  ${line}`),
    "}",
    "main </dev/null",
    "",
  ].join("\n");
}

/** A script that calls one of the scripts of the release that serves. */
export function currentScript(root: string, name: string, words: readonly string[]): string {
  const path = quote(`${hostPaths(root).scripts}/${name}`);
  const complaint = "There is no release on the host yet: run deno task deploy first.";
  return hostScript(root, [
    `if [ ! -f ${path} ]; then echo ${quote(complaint)} >&2; exit 1; fi`,
    `bash ${path} ${words.map(quote).join(" ")}`,
  ]);
}
