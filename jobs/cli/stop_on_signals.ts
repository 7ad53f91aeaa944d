/** A wish to stop that comes from outside of the process. */
export interface StopSignal {
  readonly signal: AbortSignal;
  /** Leaves signals to the system again. */
  forget(): void;
}

/**
 * The first signal asks the work to stop in order; a second one ends the process.
 *
 * @param reason what is said of the work that stopped
 */
export function stopOnSignals(reason: string): StopSignal {
  const controller = new AbortController();
  const names: Deno.Signal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  const stop = () => {
    if (controller.signal.aborted) Deno.exit(1);
    controller.abort(new Error(reason));
  };
  for (const name of names) Deno.addSignalListener(name, stop);
  return {
    signal: controller.signal,
    forget: () => names.forEach((name) => Deno.removeSignalListener(name, stop)),
  };
}
