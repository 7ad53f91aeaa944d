/** The way out of the process. */
export interface Shutdown {
  /** Aborted when the process is asked to stop. */
  readonly stopping: AbortSignal;
  /** Resolves when the process is asked to stop. */
  readonly asked: Promise<void>;
  /** Names what undoes the step just done; steps are undone in reverse order. */
  undo(step: () => Promise<void>): void;
  /** Names what is to happen when a signal comes. */
  onSignal(listener: (name: string) => void): void;
  /** Undoes every step, once; a step that fails does not keep the others from being undone. */
  run(): Promise<void>;
}

const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM"];

/** The whole way out takes no longer than this. */
const DEADLINE_MS = 9_500;
const EXIT_INTERRUPTED = 130;

/** Listens for SIGINT and SIGTERM; a second one ends the process at once. */
export function createShutdown(): Shutdown {
  const stopping = new AbortController();
  const steps: (() => Promise<void>)[] = [];
  const listeners: ((name: string) => void)[] = [];
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  for (const name of SIGNALS) {
    Deno.addSignalListener(name, () => {
      if (stopping.signal.aborted) Deno.exit(EXIT_INTERRUPTED);
      stopping.abort(new Error("The server is stopping."));
      for (const listener of listeners) listener(name);
      resolve();
    });
  }
  return {
    stopping: stopping.signal,
    asked,
    undo: (step) => void steps.push(step),
    onSignal: (listener) => void listeners.push(listener),
    async run() {
      stopping.abort();
      const timer = setTimeout(() => Deno.exit(0), DEADLINE_MS);
      for (const step of steps.splice(0).reverse()) {
        await step().catch((error) => console.error(`Stopping: ${String(error)}`));
      }
      clearTimeout(timer);
    },
  };
}
