/** One event of a stream as tRPC's client reads it. */
interface StreamEvent {
  readonly data: string;
  readonly lastEventId: string;
}

type Listener = (event: StreamEvent) => void;

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 2;
const RETRY_MS = 1_000;
const LONGEST_WAIT_SECONDS = 300;

/**
 * An `EventSource` class that sends the given headers, which the one of the web platform cannot: a
 * key must not go into an address. It connects again by itself, with `Last-Event-ID`.
 */
export function createEventSource(headers: Readonly<Record<string, string>>) {
  return class HeaderEventSource {
    readonly CONNECTING = CONNECTING;
    readonly OPEN = OPEN;
    readonly CLOSED = CLOSED;
    readyState: number = CONNECTING;
    readonly #listeners = new Map<string, Set<Listener>>();
    readonly #closing = new AbortController();
    #lastEventId = "";

    constructor(url: string) {
      this.#run(url);
    }

    addEventListener(type: string, listener: Listener): void {
      const listeners = this.#listeners.get(type) ?? new Set();
      this.#listeners.set(type, listeners.add(listener));
    }

    removeEventListener(type: string, listener: Listener): void {
      this.#listeners.get(type)?.delete(listener);
    }

    close(): void {
      this.readyState = CLOSED;
      this.#closing.abort();
    }

    async #run(url: string): Promise<void> {
      while (this.readyState !== CLOSED) {
        const waitMs = await this.#connect(url).catch(() => RETRY_MS);
        if (this.#closing.signal.aborted) return;
        this.readyState = waitMs === null ? CLOSED : CONNECTING;
        this.#emit("error", "");
        if (waitMs !== null) await pause(waitMs, this.#closing.signal);
      }
    }

    /** Reads one connection to its end; how long to wait for the next, null where it was refused for good. */
    async #connect(url: string): Promise<number | null> {
      const resume: Record<string, string> = this.#lastEventId === ""
        ? {}
        : { "last-event-id": this.#lastEventId };
      const response = await fetch(url, {
        headers: { ...headers, ...resume, accept: "text/event-stream" },
        signal: this.#closing.signal,
      });
      if (!response.ok || response.body === null) {
        await response.body?.cancel();
        return waitAfter(response);
      }
      this.readyState = OPEN;
      this.#emit("open", "");
      for await (const block of readBlocks(response.body)) this.#deliver(block);
      return RETRY_MS;
    }

    #deliver(block: string): void {
      const fields = readFields(block);
      if (fields.id !== null) this.#lastEventId = fields.id;
      if (fields.data !== null) this.#emit(fields.event, fields.data);
    }

    #emit(type: string, data: string): void {
      const event = { data, lastEventId: this.#lastEventId };
      for (const listener of this.#listeners.get(type) ?? []) listener(event);
    }
  };
}

/** A server that has too many clients or is away for a moment says when to come again. */
function waitAfter({ status, headers }: Response): number | null {
  if (status !== 429 && status < 500) return null;
  const seconds = Number(headers.get("retry-after") ?? NaN);
  return seconds > 0 && seconds <= LONGEST_WAIT_SECONDS ? seconds * 1_000 : RETRY_MS;
}

/** Blocks of lines, each followed by an empty line. */
async function* readBlocks(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).replaceAll("\r\n", "\n").split("\n\n");
    text = blocks.pop() ?? "";
    yield* blocks;
  }
}

function readFields(block: string): { event: string; id: string | null; data: string | null } {
  let event = "message";
  let id: string | null = null;
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [, name, value = ""] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === "event") event = value;
    else if (name === "id") id = value;
    else if (name === "data") data.push(value);
  }
  return { event, id, data: data.length === 0 ? null : data.join("\n") };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener("abort", () => resolve(), { once: true });
  return promise.finally(() => clearTimeout(timer));
}
