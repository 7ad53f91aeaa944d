import type { Executor } from "./executor.ts";
import { giveFileScript, takeFileScript } from "./file_scripts.ts";
import type { Transport } from "./transport.ts";

/** The host is this machine: for whoever deploys on the host itself, and for a trial below a folder. */
export function localTransport(executor: Executor): Transport {
  return {
    hostName: "this machine",
    run: (script, onLine) => executor.run({ argv: ["bash", "-s"], input: script }, onLine),
    async put(file, path) {
      await executor.run({ argv: ["bash", "-c", takeFileScript(path)], input: { path: file } });
    },
    async fetch(path, file) {
      await executor.run({ argv: ["bash", "-c", giveFileScript(path)], outputPath: file });
    },
    async converse(script) {
      const argv = script === null ? ["bash", "-i"] : ["bash", "-c", script];
      await executor.run({ argv, isInteractive: true });
    },
  };
}
