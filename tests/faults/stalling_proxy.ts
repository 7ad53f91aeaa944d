/** A proxy before a server that stops passing bytes on when so many have passed. */
export interface StallingProxy extends AsyncDisposable {
  readonly port: number;
  /** Resolves when a connection has come to a halt. */
  readonly stalled: Promise<void>;
}

/**
 * Listens on loopback and passes everything on to `target`, in both directions, until one connection has
 * passed `limitBytes` in one of them; from then on that one is silent, and open.
 */
export function stallingProxy(
  target: { readonly hostname: string; readonly port: number },
  limitBytes: number,
): StallingProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { promise: stalled, resolve } = Promise.withResolvers<void>();
  const open: Deno.TcpConn[] = [];

  async function pass(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    const buffer = new Uint8Array(16_384);
    let passed = 0;
    while (true) {
      const read = await from.read(buffer);
      if (read === null) return to.closeWrite();
      passed += read;
      if (passed > limitBytes) return resolve();
      for (let at = 0; at < read;) at += await to.write(buffer.subarray(at, read));
    }
  }

  async function accept(): Promise<void> {
    for await (const client of listener) {
      const server = await Deno.connect(target);
      open.push(client, server);
      pass(client, server).catch(() => {});
      pass(server, client).catch(() => {});
    }
  }

  const accepting = accept().catch(() => {});
  return {
    port: (listener.addr as Deno.NetAddr).port,
    stalled,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) {
        try {
          connection.close();
        } catch {
          // It has ended already.
        }
      }
      await accepting;
    },
  };
}
