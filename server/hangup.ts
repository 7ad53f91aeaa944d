/**
 * Calls `listener` at each SIGHUP, by which operators say that files have changed
 * (`systemctl reload`). Not where the program was started in a terminal: there it means that the
 * terminal was closed, which ends the program as ever; nor on Windows, where it means the same.
 *
 * @returns what ends it
 */
export function onHangup(listener: () => void): () => void {
  if (Deno.build.os === "windows" || Deno.stdin.isTerminal()) return () => {};
  Deno.addSignalListener("SIGHUP", listener);
  return () => Deno.removeSignalListener("SIGHUP", listener);
}
