import { quote } from "./command.ts";

/** Takes a file from standard input; it has its name only once it is whole. */
export function takeFileScript(path: string): string {
  const partial = quote(`${path}.partial`);
  return `set -eu; umask 077; cat > ${partial}; mv ${partial} ${quote(path)}`;
}

/** Gives a file out on standard output. */
export function giveFileScript(path: string): string {
  return `cat -- ${quote(path)}`;
}
