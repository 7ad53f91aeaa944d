/** A request as a gateway got it. */
export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
  /** Fields of a form. */
  readonly form: URLSearchParams;
}

/** What a gateway does with a request: answers, cuts the connection, or stays silent until it ends. */
export type GatewayReply =
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  | "cut"
  | "hang";

export interface FakeGateway extends Disposable {
  readonly url: string;
  /** Everything that arrived, in order. */
  readonly requests: GatewayRequest[];
  /** May be replaced while it runs. */
  reply: (request: GatewayRequest) => GatewayReply;
}

/** A provider of messages that can do what real ones do at their worst; plain sockets, so it can cut. */
export function startGateway(reply: (request: GatewayRequest) => GatewayReply): FakeGateway {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const gateway: FakeGateway = {
    url: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    requests: [],
    reply,
    [Symbol.dispose]() {
      listener.close();
      for (const connection of open) close(connection);
    },
  };
  (async () => {
    for await (const connection of listener) {
      open.add(connection);
      serve(gateway, connection).catch(() => {}).finally(() => open.delete(connection));
    }
  })().catch(() => {});
  return gateway;
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // The other side was first.
  }
}

async function serve(gateway: FakeGateway, connection: Deno.Conn): Promise<void> {
  const request = await readRequest(connection);
  if (request === null) return close(connection);
  gateway.requests.push(request);
  const answer = gateway.reply(request);
  if (answer === "hang") return await waitForEnd(connection);
  if (answer !== "cut") await connection.write(toBytes(answer));
  close(connection);
}

function toBytes(answer: Exclude<GatewayReply, string>): Uint8Array {
  const body = new TextEncoder().encode(answer.body ?? "");
  const lines = Object.entries(answer.headers ?? {}).map(([name, value]) =>
    `${name}: ${value}\r\n`
  );
  const head = `HTTP/1.1 ${answer.status} Status\r\n${lines.join("")}connection: close\r\n` +
    `content-length: ${body.length}\r\n\r\n`;
  return new Uint8Array([...new TextEncoder().encode(head), ...body]);
}

async function waitForEnd(connection: Deno.Conn): Promise<void> {
  while (await connection.read(new Uint8Array(64)) !== null);
  close(connection);
}

async function readRequest(connection: Deno.Conn): Promise<GatewayRequest | null> {
  const part = new Uint8Array(16_384);
  let text = "";
  while (true) {
    const count = await connection.read(part);
    if (count === null) return null;
    text += new TextDecoder().decode(part.subarray(0, count));
    const request = parse(text);
    if (request !== null) return request;
  }
}

function parse(text: string): GatewayRequest | null {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return null;
  const [first, ...lines] = text.slice(0, end).split("\r\n");
  const headers = new Headers(
    lines.map((line) => line.split(/:\s*(.*)/s).slice(0, 2) as [string, string]),
  );
  const body = text.slice(end + 4);
  const length = Number(headers.get("content-length") ?? 0);
  if (new TextEncoder().encode(body).length < length) return null;
  const [method, path] = first!.split(" ");
  return { method: method!, path: path!, headers, body, form: new URLSearchParams(body) };
}

/** What SNS answers a message that it takes. */
export function snsAccepts(id = "5f0369b1"): GatewayReply {
  return {
    status: 200,
    headers: { "content-type": "text/xml" },
    body:
      `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>`,
  };
}

/** How SNS refuses. */
export function snsRefuses(status: number, code: string, message: string): GatewayReply {
  return {
    status,
    headers: { "content-type": "text/xml" },
    body:
      `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
  };
}

/** What Twilio answers a message that it takes. */
export function twilioAccepts(sid = "SM1"): GatewayReply {
  return { status: 201, body: JSON.stringify({ sid, status: "queued", error_code: null }) };
}

/** How Twilio refuses. */
export function twilioRefuses(status: number, code: number, message: string): GatewayReply {
  return { status, body: JSON.stringify({ status, code, message, more_info: "" }) };
}
