/** What the next requests get; the last one stays. */
export type Behaviour =
  | {
    readonly kind: "answer";
    readonly text: string;
    readonly pieceLength?: number;
    /** Time between two pieces, as real hosts take it; none where left out. */
    readonly paceMs?: number;
  }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "hang" }
  /** Some words, and then nothing more. */
  | { readonly kind: "stall"; readonly text: string }
  | { readonly kind: "cut"; readonly text: string }
  | { readonly kind: "garbage" }
  | { readonly kind: "echo" }
  | { readonly kind: "verdict"; readonly onTopic: boolean };

export interface FakeOpenAI extends AsyncDisposable {
  readonly url: string;
  /** Bodies of all requests, as they came. */
  readonly requests: string[];
  /** Requests whose client left before the end. */
  readonly left: () => number;
  behave(...next: Behaviour[]): void;
}

/** A host that speaks OpenAI's chat completions over server-sent events, with faults. */
export function startFakeOpenAI(): FakeOpenAI {
  const requests: string[] = [];
  let behaviours: Behaviour[] = [{ kind: "answer", text: "Fine." }];
  let left = 0;
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const body = await request.text();
      requests.push(body);
      const behaviour = behaviours.length > 1 ? behaviours.shift()! : behaviours[0]!;
      request.signal.addEventListener("abort", () => left++);
      return reply(behaviour, body);
    },
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    requests,
    left: () => left,
    behave: (...next) => void (behaviours = next),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function reply(behaviour: Behaviour, body: string): Response {
  switch (behaviour.kind) {
    case "status":
      return Response.json({ error: { message: `no: ${body}` } }, { status: behaviour.status });
    case "hang":
      return stream(() => {});
    case "stall":
      return stream((send) => {
        for (const word of behaviour.text.split(/(?<= )/)) send(chunk(word));
      });
    case "garbage":
      return stream((send, close) => {
        send("data: {not json\n\n");
        close();
      });
    case "cut":
      return stream((send, close) => {
        send(chunk(behaviour.text));
        close();
      });
    case "verdict":
      return verdict(behaviour.onTopic);
    case "echo":
      return answer(systemOf(body), 7);
    case "answer":
      return answer(behaviour.text, behaviour.pieceLength ?? 5, behaviour.paceMs ?? 0);
  }
}

function verdict(onTopic: boolean): Response {
  const call = {
    id: "call_1",
    type: "function",
    function: { name: "classify_question", arguments: JSON.stringify({ on_topic: onTopic }) },
  };
  return Response.json({
    choices: [{
      index: 0,
      message: { role: "assistant", tool_calls: [call] },
      finish_reason: "tool_calls",
    }],
    usage: { prompt_tokens: 60, completion_tokens: 8, total_tokens: 68 },
  });
}

function systemOf(body: string): string {
  const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] };
  return messages[0]!.content;
}

function answer(text: string, pieceLength: number, paceMs = 0): Response {
  return stream(async (send, close) => {
    for (let place = 0; place < text.length; place += pieceLength) {
      send(chunk(text.slice(place, place + pieceLength)));
      if (paceMs > 0) await new Promise((go) => setTimeout(go, paceMs));
    }
    send(
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\n`,
    );
    const usage = { prompt_tokens: 400, completion_tokens: 100, total_tokens: 500 };
    send(`data: ${JSON.stringify({ choices: [], usage })}\n\n`);
    send("data: [DONE]\n\n");
    close();
  });
}

function chunk(content: string): string {
  return `data: ${
    JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })
  }\n\n`;
}

type Write = (send: (text: string) => void, close: () => void) => void | Promise<void>;

function stream(write: Write): Response {
  const encoder = new TextEncoder();
  let isOpen = true;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      // Not waited for: a stream that starts is not read before.
      void write(
        (text) => isOpen && controller.enqueue(encoder.encode(text)),
        () => isOpen && controller.close(),
      );
    },
    cancel: () => void (isOpen = false),
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}
