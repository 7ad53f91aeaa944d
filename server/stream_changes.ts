import { tracked, type TrackedEnvelope } from "@trpc/server";
import type { Topic } from "../db/mod.ts";
import type { App } from "./context.ts";
import { AppError } from "./errors.ts";

/** How often it is looked at while changes are not heard of. */
const POLL_MS = 1_000;
/** How often while they are: what comes of time alone, such as a lease that runs out, tells nobody. */
const CHECK_MS = 15_000;
/** Changes in quick succession are read together. */
const GAP_MS = 250;

/** What is read for all who listen to it. */
interface Feed {
  value: unknown;
  text: string;
  readonly listeners: Set<() => void>;
}

/** Feeds live as long as the application that they are read from. */
const feeds = new WeakMap<App, Map<unknown, Feed>>();

/**
 * Sends what `read` gives whenever something of the topics has changed, until the client leaves or
 * the process stops. Every event is the whole state, so a client that comes back, to this process or
 * to another, has missed nothing. However many listen, it is read once.
 *
 * @param read the same function, with the same topics, for the same state
 * @throws {AppError} UNAVAILABLE when the process stops
 */
export async function* streamChanges<Value>(
  app: App,
  signal: AbortSignal | undefined,
  topics: readonly Topic[],
  read: (app: App) => Promise<Value>,
): AsyncGenerator<TrackedEnvelope<Value>, void, undefined> {
  const ended = AbortSignal.any([app.stopping, ...(signal ? [signal] : [])]);
  let last = "";
  let events = 0;
  let wake = Promise.withResolvers<void>();
  const listener = () => wake.resolve();
  ended.addEventListener("abort", listener);
  const feed = openFeed(app, topics, read, listener);
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
  topics: readonly Topic[],
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
  void keepReading(app, topics, read, feed);
  return feed;
}

/** Reads until nobody listens. */
async function keepReading<Value>(
  app: App,
  topics: readonly Topic[],
  read: (app: App) => Promise<Value>,
  feed: Feed,
): Promise<void> {
  const alarm = createAlarm(app.stopping);
  const unsubscribe = app.changes.on(topics, alarm.ring);
  while (feed.listeners.size > 0 && !app.stopping.aborted) {
    alarm.set();
    const value = await readOrNull(app, read);
    const text = JSON.stringify(value);
    if (value !== null && text !== feed.text) {
      feed.value = value;
      feed.text = text;
      for (const listener of feed.listeners) listener();
    }
    await alarm.rest(GAP_MS);
    await alarm.sleep(app.changes.connected && value !== null ? CHECK_MS : POLL_MS);
  }
  unsubscribe();
  feeds.get(app)?.delete(read);
}

/** A database that is gone for a moment must not end the stream: it is asked again in a second. */
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

/** Wakes when it rings, when the time is over, or when the process stops. */
function createAlarm(stopping: AbortSignal) {
  let rung = Promise.withResolvers<void>();
  async function wait(ms: number, ring: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const done = () => resolve();
    const timer = setTimeout(done, ms);
    stopping.addEventListener("abort", done, { once: true });
    await Promise.race([promise, ring]);
    clearTimeout(timer);
    stopping.removeEventListener("abort", done);
  }
  return {
    /** From now on a ring counts. */
    set: () => void (rung = Promise.withResolvers<void>()),
    ring: () => rung.resolve(),
    sleep: (ms: number) => wait(ms, rung.promise),
    /** Does not wake when it rings. */
    rest: (ms: number) => wait(ms, new Promise<void>(() => {})),
  };
}
