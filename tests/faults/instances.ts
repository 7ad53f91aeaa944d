import type { Patience } from "../../server/listen.ts";
import { type AppProcess, startApp } from "../helpers/app_process.ts";

/** Starts a server process over the database; see instance.ts. @param env of that process alone */
export function startInstance(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> & { readonly patience?: Patience } | object = {},
  env: Readonly<Record<string, string>> = {},
): Promise<AppProcess> {
  const args = [databaseUrl, JSON.stringify(settings)];
  return startApp("tests/faults/instance.ts", { args, env });
}

/** Megabytes of memory that a process has in use; NaN where /proc is missing. */
export async function residentMegabytes(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`).catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? NaN) / 1024;
}

/** True in `deno task soak`: take your time and repeat. */
export const SOAK = Deno.env.get("SOAK") === "1";

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
