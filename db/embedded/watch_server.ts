import type { LogLine } from "../database.ts";
import { isPostgres } from "./postmaster.ts";

const INTERVAL_MS = 5000;

/** A server under watch. */
export interface Watch {
  /** Of the server that runs now. */
  readonly pid: number;
  /** Ends the watch; a restart under way is waited for. */
  stop(): Promise<void>;
}

/**
 * Restarts the server when its first process is gone: killed for want of memory, for instance. Its
 * children, if killed, it replaces itself. `restart` gives the new process; connections that were
 * open are lost, and the pool makes new ones.
 */
export function watchServer(pid: number, restart: () => Promise<number>, log: LogLine): Watch {
  let current = pid;
  let turn = Promise.resolve();
  let busy = false;
  const look = async () => {
    if (await isPostgres(current)) return;
    log("The database server is gone and is started again.", { pid: current });
    try {
      current = await restart();
    } catch (error) {
      log(error instanceof Error ? error.message : String(error));
    }
  };
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    turn = look().finally(() => busy = false);
  }, INTERVAL_MS);
  // The watch alone is no reason for the process to go on.
  Deno.unrefTimer(timer);
  return {
    get pid() {
      return current;
    },
    async stop() {
      clearInterval(timer);
      await turn;
    },
  };
}
