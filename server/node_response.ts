import type { ServerResponse } from "node:http";

/** A client that takes nothing of its stream for this long is cut. */
const STALL_MS = 30_000;

/**
 * Sends a `Response` of the web's standard. Streams are passed on piece by piece, at the pace of the
 * client; everything else goes in one piece with its length.
 */
export async function sendResponse(outgoing: ServerResponse, response: Response): Promise<void> {
  const { headers, body, status } = response;
  outgoing.statusCode = status;
  for (const [name, value] of headers) {
    // How it is framed is Node's: with a length of our own beside it, it would be framed twice.
    if (name !== "set-cookie" && name !== "transfer-encoding") outgoing.setHeader(name, value);
  }
  const cookies = headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  if (body === null) {
    outgoing.end();
  } else if (comesInPieces(headers)) {
    await sendStream(outgoing, body);
  } else {
    const bytes = await response.bytes();
    outgoing.setHeader("content-length", bytes.byteLength);
    outgoing.end(bytes);
  }
}

/** Events, and answers that tRPC gives line by line: it says so by their encoding. */
function comesInPieces(headers: Headers): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") === true ||
    headers.get("transfer-encoding") === "chunked";
}

async function sendStream(
  outgoing: ServerResponse,
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  const reader = body.getReader();
  const gone = () => void reader.cancel().catch(() => undefined);
  outgoing.on("close", gone);
  outgoing.flushHeaders();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || outgoing.destroyed) break;
      if (!outgoing.write(value) && !await drained(outgoing)) break;
    }
    outgoing.end();
  } catch {
    outgoing.destroy();
  } finally {
    gone();
    outgoing.off("close", gone);
  }
}

/** Waits until the client has taken what was written; false where it does not or has left. */
function drained(outgoing: ServerResponse): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const onDrain = () => resolve(true);
  const onClose = () => resolve(false);
  const timer = setTimeout(() => {
    outgoing.destroy();
    resolve(false);
  }, STALL_MS);
  outgoing.once("drain", onDrain);
  outgoing.once("close", onClose);
  return promise.finally(() => {
    clearTimeout(timer);
    outgoing.off("drain", onDrain);
    outgoing.off("close", onClose);
  });
}
