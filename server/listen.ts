/** A server that takes requests. */
export interface Listening {
  readonly url: string;
  /** Takes no new requests, waits for those under way, for no longer than `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** The port cannot be listened on; the message says what to do. */
export class ListenError extends Error {
  override readonly name = "ListenError";
}

/** Tells early, before anything slow is begun, that the port cannot be had. */
export function assertPortFree(hostname: string, port: number): void {
  try {
    Deno.listen({ hostname, port }).close();
  } catch (error) {
    throw explain(error, hostname, port);
  }
}

/**
 * Listens on a port, 0 for a free one.
 *
 * @throws {ListenError} naming the port and what to do
 */
export function listen(options: {
  readonly hostname: string;
  readonly port: number;
  readonly handler: (request: Request, peer: string) => Promise<Response>;
}): Listening {
  const { hostname, port, handler } = options;
  try {
    const server = Deno.serve({
      hostname,
      port,
      onListen: () => undefined,
      // The handler catches everything; what comes here is a fault of the handler itself.
      onError: () => new Response(null, { status: 500 }),
    }, (request, { remoteAddr }) => handler(request, peerOf(remoteAddr)));
    return {
      url: `http://${shownHost(hostname)}:${server.addr.port}`,
      stop: (graceMs) => stopServer(server, graceMs),
    };
  } catch (error) {
    throw explain(error, hostname, port);
  }
}

/**
 * `Deno.serve` throws where nobody catches it when its signal is aborted after `shutdown`, so what is
 * left after the grace is not cut but left behind: the process is about to end.
 */
async function stopServer(server: Deno.HttpServer, graceMs: number): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, graceMs);
  await Promise.race([server.shutdown().catch(() => undefined), late]);
  clearTimeout(timer);
}

function peerOf(address: Deno.Addr): string {
  return "hostname" in address ? address.hostname : "";
}

function shownHost(hostname: string): string {
  if (["127.0.0.1", "0.0.0.0", "::", "::1", "localhost"].includes(hostname)) return "localhost";
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

function explain(error: unknown, hostname: string, port: number): ListenError {
  const cause = { cause: error };
  if (error instanceof Deno.errors.AddrInUse) {
    return new ListenError(
      `Port ${port} is taken by another program. Stop it, or set API_PORT to another port; 0 takes a free one.`,
      cause,
    );
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    const advice = "Set API_PORT to one above 1023.";
    return new ListenError(`Port ${port} may not be listened on by this user. ${advice}`, cause);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new ListenError(
    `The address ${hostname} cannot be listened on (${reason}). Set API_HOST to one of this machine.`,
    cause,
  );
}
