/** Whether news can be expected: `shared` means that another tab holds the stream for this one. */
export type StreamState = "connecting" | "open" | "shared" | "broken";

export interface StreamListener<T> {
  onData(data: T): void;
  onState(state: StreamState): void;
}

/**
 * Listens to a server stream that is opened once per browser, not per tab: over HTTP/1.1 a browser
 * opens six connections to a host, so the seventh tab would hang. The tab that holds the lock owns
 * the stream and passes each message on; when it closes, the next one takes over.
 * Returns the function that leaves.
 */
export function joinStream<T>(
  name: string,
  open: (listener: StreamListener<T>) => () => void,
  listener: StreamListener<T>,
): () => void {
  // No locks over plain http from another machine, which is no secure context.
  if (!("locks" in navigator)) return open(listener);
  const left = Promise.withResolvers<void>();
  const waiting = new AbortController();
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<T>) => {
    listener.onState("shared");
    listener.onData(event.data);
  };
  const own = async () => {
    const close = open({
      onState: listener.onState,
      onData: (data) => {
        listener.onData(data);
        channel.postMessage(data);
      },
    });
    await left.promise;
    close();
  };
  // The rejection is our own abort, when the tab leaves before its turn.
  navigator.locks.request(name, { signal: waiting.signal }, own).catch(() => {});
  return () => {
    left.resolve();
    waiting.abort();
    channel.close();
  };
}

/** The callbacks of a tRPC subscription, as far as a stream needs them. */
export interface SubscriptionHandlers<T> {
  onData(event: { readonly data: T }): void;
  onConnectionStateChange(change: { readonly state: string; readonly error?: unknown }): void;
  onError(): void;
}

/** As long again at most is added, so that not everybody comes back at the same moment. */
const RETRY_MS = 5_000;
/** Each time in a row it is waited twice as long, up to so many times. */
const MOST_PATIENCE = 16;

/**
 * What {@link joinStream} opens, from a tRPC subscription. A browser connects again by itself where the
 * connection breaks, and not where it was answered with an error, as by a proxy whose server starts anew or
 * by a server with too many clients: then it is subscribed again after a while.
 */
export function fromSubscription<T>(
  subscribe: (handlers: SubscriptionHandlers<T>) => { unsubscribe(): void },
  retryMs: number = RETRY_MS,
): (listener: StreamListener<T>) => () => void {
  return (listener) => {
    let subscription: { unsubscribe(): void } | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let patience = 1;
    const begin = () => {
      subscription = subscribe({
        onData: (event) => {
          patience = 1;
          listener.onState("open");
          listener.onData(event.data);
        },
        onConnectionStateChange: ({ state, error }) => {
          if (state === "pending") listener.onState("open");
          if (state === "connecting") listener.onState(error ? "broken" : "connecting");
        },
        onError: () => {
          listener.onState("broken");
          clearTimeout(timer);
          timer = setTimeout(begin, retryMs * patience * (1 + Math.random()));
          patience = Math.min(2 * patience, MOST_PATIENCE);
        },
      });
    };
    listener.onState("connecting");
    begin();
    return () => {
      clearTimeout(timer);
      subscription?.unsubscribe();
    };
  };
}
