import { basename } from "@std/path";
import type { DeployContext } from "./deploy.ts";
import { lastLine } from "./executor.ts";
import { currentScript } from "./host_script.ts";

/** What can be asked of a host. */
export type Control =
  | { readonly verb: "start" | "stop" | "restart" | "status" | "connect" }
  | {
    readonly verb: "logs";
    readonly unit: string;
    readonly lines: number;
    readonly follow: boolean;
  }
  | { readonly verb: "backup"; readonly fetch: boolean };

/** Where backups are fetched to. */
const BACKUPS = "data/backups";

/**
 * Starts, stops, restarts the services, tells how they are, shows their log, has a backup written, or
 * opens a shell.
 *
 * @returns the last word, if there is one
 * @throws {CommandError} in one plain sentence
 */
export async function controlHost(context: DeployContext, control: Control): Promise<string> {
  const { transport, root, say } = context;
  const script = (...words: readonly string[]) => currentScript(root, "remote.sh", words);
  switch (control.verb) {
    case "connect":
      await transport.converse(null);
      return "";
    case "logs": {
      const words = ["logs", control.unit, String(control.lines)];
      if (control.follow) await transport.converse(script(...words, "follow"));
      else await transport.run(script(...words), say);
      return "";
    }
    case "backup": {
      const output = await transport.run(script("backup"));
      const path = lastLine(output) ?? "BACKUP";
      if (!control.fetch) return `The backup is ${path} on ${transport.hostName}.`;
      const file = `${BACKUPS}/${basename(path)}`;
      if (!context.executor.isDryRun) await Deno.mkdir(BACKUPS, { recursive: true, mode: 0o700 });
      await transport.fetch(path, file);
      return `The backup is ${path} on ${transport.hostName}, and ${file} here.`;
    }
    default:
      await transport.run(script(control.verb), say);
      return "";
  }
}
