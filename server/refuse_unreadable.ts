import { type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type Unreadable, whyUnreadable } from "./unreadable.ts";

/**
 * Answers what the parser turns away: it gets the same envelope as every refusal, and its line in the
 * log. `handler` says what is answered.
 */
export function refuseUnreadable(
  server: Server,
  handler: (why: Unreadable, peer: string) => Promise<Response>,
): void {
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.on("request", ({ socket }, outgoing) => {
    answers.set(socket, outgoing);
    outgoing.once("close", () => answers.delete(socket));
  });
  // In the middle of an answer nothing else can be said any more.
  const isSilent = (socket: Duplex) =>
    !socket.writable || answers.get(socket)?.headersSent === true;
  const refuse = async (socket: Duplex, why: Unreadable | null) => {
    if (why === null || isSilent(socket)) return void socket.destroy();
    const { remoteAddress = "" } = socket as { remoteAddress?: string };
    const bytes = await asBytes(await handler(why, remoteAddress));
    if (isSilent(socket)) socket.destroy();
    else socket.end(bytes);
  };
  const destroy = (socket: Duplex) => () => void socket.destroy();
  server.on("clientError", (error, socket) => {
    refuse(socket, whyUnreadable(error)).catch(destroy(socket));
  });
  server.on("connect", (_, socket) => void refuse(socket, "method").catch(destroy(socket)));
}

/** An answer as bytes, for a connection on which the parser gave up. */
async function asBytes(response: Response): Promise<Uint8Array> {
  const body = await response.bytes();
  const headers = new Headers(response.headers);
  headers.set("content-length", String(body.byteLength));
  headers.set("connection", "close");
  const head = [
    `HTTP/1.1 ${response.status} ${STATUS_CODES[response.status] ?? ""}`,
    ...Array.from(headers, ([name, value]) => `${name}: ${value}`),
  ].join("\r\n");
  const start = new TextEncoder().encode(`${head}\r\n\r\n`);
  const bytes = new Uint8Array(start.byteLength + body.byteLength);
  bytes.set(start);
  bytes.set(body, start.byteLength);
  return bytes;
}
