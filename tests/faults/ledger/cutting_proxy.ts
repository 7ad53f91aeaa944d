/** Where a connection is cut, seen from a statement that moves coins. */
export type Cut =
  /** The statement never reaches the server. */
  | "before"
  /** The server has it, and nobody hears what came of it. */
  | "sent"
  /** The server has committed and said so; the answer is lost on the way. */
  | "answered";

/** A TCP relay before a PostgreSQL server that loses connections when told to. */
export interface CuttingProxy extends AsyncDisposable {
  /** The server's URL with the relay's port. */
  readonly url: string;
  /** The next statement with `marker` in its text loses its connection; calls add up. */
  cutNext(cut: Cut, marker: string): void;
  /** How many connections were cut, by kind. */
  readonly cuts: Readonly<Record<Cut, number>>;
}

/** Starts a relay on a free port of the loopback. */
export function startCuttingProxy(serverUrl: string): CuttingProxy {
  const target = new URL(serverUrl);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const armed: { readonly cut: Cut; readonly marker: Uint8Array }[] = [];
  const cuts: Record<Cut, number> = { before: 0, sent: 0, answered: 0 };
  const open = new Set<Deno.Conn>();
  const relay = async (client: Deno.Conn) => {
    open.add(client);
    const server = await Deno.connect({ hostname: "127.0.0.1", port: Number(target.port) })
      .catch(() => null);
    if (server === null) return end(open, client);
    open.add(server);
    const line = { client, server, swallow: false };
    const takeCut = (bytes: Uint8Array) => {
      const at = armed.findIndex(({ marker }) => contains(bytes, marker));
      if (at < 0) return null;
      const { cut } = armed[at] as { cut: Cut };
      armed.splice(at, 1);
      cuts[cut] += 1;
      return cut;
    };
    await Promise.all([forward(line, takeCut), backward(line)]).catch(() => {});
    end(open, client, server);
  };
  const accepting = (async () => {
    for await (const client of listener) relay(client);
  })().catch(() => {});
  const url = new URL(serverUrl);
  url.port = String(listener.addr.port);
  return {
    url: url.href,
    cutNext: (cut, marker) => void armed.push({ cut, marker: new TextEncoder().encode(marker) }),
    cuts,
    async [Symbol.asyncDispose]() {
      listener.close();
      end(open, ...open);
      await accepting;
    },
  };
}

interface Line {
  readonly client: Deno.Conn;
  readonly server: Deno.Conn;
  /** The next answer is kept back, and then both ends are closed. */
  swallow: boolean;
}

async function forward(line: Line, takeCut: (bytes: Uint8Array) => Cut | null): Promise<void> {
  const buffer = new Uint8Array(65_536);
  for (;;) {
    const length = await line.client.read(buffer).catch(() => null);
    if (length === null) return end(new Set(), line.server);
    const bytes = buffer.subarray(0, length);
    const cut = takeCut(bytes);
    if (cut === "before") return end(new Set(), line.client, line.server);
    line.swallow ||= cut === "answered";
    await writeAll(line.server, bytes);
    if (cut === "sent") return end(new Set(), line.client, line.server);
  }
}

async function backward(line: Line): Promise<void> {
  const buffer = new Uint8Array(65_536);
  for (;;) {
    const length = await line.server.read(buffer).catch(() => null);
    if (length === null || line.swallow) return end(new Set(), line.client, line.server);
    await writeAll(line.client, buffer.subarray(0, length));
  }
}

async function writeAll(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await conn.write(bytes.subarray(at));
}

function end(open: Set<Deno.Conn>, ...conns: Deno.Conn[]): void {
  for (const conn of conns) {
    open.delete(conn);
    try {
      conn.close();
    } catch {
      // It is closed already.
    }
  }
}

function contains(bytes: Uint8Array, wanted: Uint8Array): boolean {
  const first = wanted[0] as number;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return true;
  }
  return false;
}
