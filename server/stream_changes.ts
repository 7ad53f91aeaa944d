import { tracked, type TrackedEnvelope } from "@trpc/server";
import type { App } from "./context.ts";
import { AppError } from "./errors.ts";

const POLL_MS = 1_000;

/**
 * Sends what `read` gives each second while it changes, until the client leaves or the process stops.
 * Every event is the whole state, so a client that comes back has missed nothing.
 *
 * @throws {AppError} UNAVAILABLE when the process stops
 */
export async function* streamChanges<Value>(
  app: App,
  signal: AbortSignal | undefined,
  read: (app: App) => Promise<Value>,
): AsyncGenerator<TrackedEnvelope<Value>, void, undefined> {
  const ended = AbortSignal.any([app.stopping, ...(signal ? [signal] : [])]);
  let last = "";
  let events = 0;
  while (!ended.aborted) {
    const value = await readOrNull(app, read);
    const text = JSON.stringify(value);
    if (value !== null && text !== last) {
      last = text;
      yield tracked(`${app.now()}-${++events}`, value);
    }
    await pause(POLL_MS, ended);
  }
  // A stream that just ends is over for the client. After an error of ours it connects again, which
  // is what it should do when the server is started anew.
  if (app.stopping.aborted) throw new AppError("UNAVAILABLE", "The server is stopping.");
}

/** A database that is gone for a moment must not end the stream: the next second asks again. */
async function readOrNull<Value>(
  app: App,
  read: (app: App) => Promise<Value>,
): Promise<Value | null> {
  try {
    return await read(app);
  } catch (error) {
    app.log.debug("The progress could not be read.", { error: String(error) });
    return null;
  }
}

/** Resolves early, and never rejects, when the signal is aborted: a client that leaves is no error. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
