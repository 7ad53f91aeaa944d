import { hasDeadRun } from "../db/mod.ts";
import type { JobContext } from "./context.ts";
import { leaseNow } from "./shared_clock.ts";

/** How often it is looked for runs whose process died, so that they need not wait for the minute. */
const LOOK_MS = 5_000;

/**
 * Wakes `wake` now and at every minute until the context's signal is aborted. This is the only caller
 * of `Deno.cron`, which forgets everything with the process and whose weekdays start at 1: it only
 * wakes work that the database says is due.
 */
export function startSchedule(context: JobContext, wake: () => Promise<void>): void {
  const safely = () =>
    wake().catch((error) => {
      const reason = error instanceof Error ? error.message : String(error);
      context.log.error(`The scheduled jobs could not be looked up: ${reason}`, { error: reason });
    });
  if (context.signal.aborted) return;
  // The name is unique per process, and a process may start its jobs more than once (tests do).
  const name = `wake due jobs ${Math.floor(context.random() * 1e9)}`;
  Deno.cron(name, "* * * * *", { signal: context.signal }, safely);
  watchForDead(context, safely);
  safely();
}

function watchForDead(context: JobContext, wake: () => void): void {
  const look = () =>
    hasDeadRun(context.db, leaseNow(context)).then(
      (found) => found && !context.signal.aborted && wake(),
      (error) => context.log.debug("Runs could not be looked for", { error: String(error) }),
    );
  const timer = setInterval(look, LOOK_MS);
  context.signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}
