import { quote } from "./command.ts";
import type { Executor } from "./executor.ts";
import { giveFileScript, takeFileScript } from "./file_scripts.ts";
import type { Transport } from "./transport.ts";

export interface SshHost {
  readonly host: string;
  readonly user: string;
  readonly port?: number;
  /** A private key's file; unset: what ssh finds by itself. */
  readonly identity?: string;
}

/**
 * Over SSH, as a user who may become root by `sudo` without a password. The host's key has to be
 * known: an unknown one is refused, never taken over.
 */
export function sshTransport(executor: Executor, to: SshHost): Transport {
  const options = [
    ...["-o", "BatchMode=yes"],
    ...["-o", "StrictHostKeyChecking=yes"],
    ...["-o", "ConnectTimeout=15"],
    ...["-o", "ServerAliveInterval=15"],
    ...(to.port === undefined ? [] : ["-p", String(to.port)]),
    ...(to.identity === undefined ? [] : ["-i", to.identity]),
  ];
  const target = ["--", `${to.user}@${to.host}`];
  // The shell of the other side reads one line; what it is to run is one word of it.
  const asRoot = (script: string) => `sudo -n bash -c ${quote(script)}`;
  return {
    hostName: to.host,
    run: (script, onLine) =>
      executor.run(
        { argv: ["ssh", ...options, ...target, "sudo -n bash -s"], input: script },
        onLine,
      ),
    async put(file, path) {
      const argv = ["ssh", ...options, ...target, asRoot(takeFileScript(path))];
      await executor.run({ argv, input: { path: file } });
    },
    async fetch(path, file) {
      const argv = ["ssh", ...options, ...target, asRoot(giveFileScript(path))];
      await executor.run({ argv, outputPath: file });
    },
    async converse(script) {
      const rest = script === null ? [] : [asRoot(script)];
      await executor.run({
        argv: ["ssh", "-t", ...options, ...target, ...rest],
        isInteractive: true,
      });
    },
  };
}
