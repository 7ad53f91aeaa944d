import { tracked, type TrackedEnvelope } from "@trpc/server";
import type { App } from "./context.ts";
import { AppError } from "./errors.ts";

const POLL_MS = 1_000;

/** What is read once a second for all who listen to it. */
interface Feed {
  value: unknown;
  text: string;
  readonly listeners: Set<() => void>;
}

/** Feeds live as long as the application that they are read from. */
const feeds = new WeakMap<App, Map<unknown, Feed>>();

/**
 * Sends what `read` gives each second while it changes, until the client leaves or the process stops.
 * Every event is the whole state, so a client that comes back has missed nothing. However many
 * listen, it is read once.
 *
 * @param read the same function for the same state
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
  let wake = Promise.withResolvers<void>();
  const listener = () => wake.resolve();
  ended.addEventListener("abort", listener);
  const feed = openFeed(app, read, listener);
  try {
    while (!ended.aborted) {
      wake = Promise.withResolvers<void>();
      if (feed.text !== last) {
        last = feed.text;
        yield tracked(`${app.now()}-${++events}`, feed.value as Value);
      } else {
        await wake.promise;
      }
    }
  } finally {
    feed.listeners.delete(listener);
    ended.removeEventListener("abort", listener);
  }
  // A stream that just ends is over for the client. After an error of ours it connects again, which
  // is what it should do when the server is started anew.
  if (app.stopping.aborted) throw new AppError("UNAVAILABLE", "The server is stopping.");
}

function openFeed<Value>(
  app: App,
  read: (app: App) => Promise<Value>,
  listener: () => void,
): Feed {
  const ofApp = feeds.get(app) ?? new Map<unknown, Feed>();
  feeds.set(app, ofApp);
  const known = ofApp.get(read);
  if (known !== undefined) {
    known.listeners.add(listener);
    return known;
  }
  const feed: Feed = { value: null, text: "", listeners: new Set([listener]) };
  ofApp.set(read, feed);
  void poll(app, read, feed);
  return feed;
}

/** Reads until nobody listens. */
async function poll<Value>(
  app: App,
  read: (app: App) => Promise<Value>,
  feed: Feed,
): Promise<void> {
  while (feed.listeners.size > 0 && !app.stopping.aborted) {
    const value = await readOrNull(app, read);
    const text = JSON.stringify(value);
    if (value !== null && text !== feed.text) {
      feed.value = value;
      feed.text = text;
      for (const listener of feed.listeners) listener();
    }
    await pause(app.stopping);
  }
  feeds.get(app)?.delete(read);
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

/** Resolves early, and never rejects, when the process stops. */
function pause(stopping: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => resolve();
  const timer = setTimeout(done, POLL_MS);
  stopping.addEventListener("abort", done, { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    stopping.removeEventListener("abort", done);
  });
}
