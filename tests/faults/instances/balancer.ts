import { type AppProcess, startApp } from "../../helpers/app_process.ts";
import { pause } from "../instances.ts";

/** Instances behind what a balancer without stickiness does: each request goes to the next one. */
export interface Fleet extends AsyncDisposable {
  readonly processes: readonly AppProcess[];
  /**
   * Sends a request to the next instance; where that takes no connection, to the one after it. A
   * connection that breaks later is an error, as it would be for a client.
   */
  send(path: string, init?: RequestInit): Promise<Response>;
  /** Ends one at once, as a power cut would, and starts another in its place. */
  replace(at: number): Promise<{ readonly killed: number }>;
}

const NOT_CONNECTED = /\(Connect\)|refused/i;
/** All of them starting at once is not what is tried here, but takes a moment. */
const MOST_TRIES = 30;

/** What is behind an error counts too. */
export function explain(error: unknown): string {
  return error instanceof Error && error.cause ? `${error} ${explain(error.cause)}` : `${error}`;
}

/** Starts `count` instances over one database. */
export async function startFleet(
  databaseUrl: string,
  count: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<Fleet> {
  const start = () =>
    startApp("tests/faults/instances/whole_instance.ts", {
      args: [databaseUrl, JSON.stringify(settings)],
    });
  const processes = await Promise.all(Array.from({ length: count }, start));
  let turn = 0;
  return {
    processes,
    async send(path, init) {
      for (let tries = 1;; tries++) {
        const { url } = processes[turn++ % processes.length]!;
        try {
          return await fetch(url + path, init);
        } catch (error) {
          if (!NOT_CONNECTED.test(explain(error)) || tries === MOST_TRIES) throw error;
          if (tries >= count) await pause(100);
        }
      }
    },
    async replace(at) {
      const { pid, stop } = processes[at]!;
      Deno.kill(pid, "SIGKILL");
      await stop();
      processes[at] = await start();
      return { killed: pid };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(processes.map((one) => one.stop()));
    },
  };
}
