import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";
import type { Unreadable } from "./unreadable.ts";

/** Methods that no request of the web's standard has. */
const FORBIDDEN_METHODS = ["CONNECT", "TRACE", "TRACK"];

/**
 * What came in as the `Request` of the web's standard, its body as a stream that is read on demand; or
 * why it can be none: an address that cannot be read, two hosts, a method such as TRACE. Its address
 * begins with `https:` where it came over TLS, whatever its sender calls it.
 */
export function toRequest(incoming: IncomingMessage, signal: AbortSignal): Request | Unreadable {
  const { method = "GET", url = "/" } = incoming;
  if (FORBIDDEN_METHODS.includes(method)) return "method";
  const protocol = incoming.socket instanceof TLSSocket ? "https:" : "http:";
  const address = URL.parse(
    url.startsWith("/") ? `${protocol}//${incoming.headers.host || "localhost"}${url}` : url,
  );
  if (address === null || address.protocol !== protocol) return "malformed";
  const headers = new Headers();
  const { rawHeaders } = incoming;
  try {
    for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
      headers.append(rawHeaders[at]!, rawHeaders[at + 1]!);
    }
    // Whoever stands in front of us may have decided by the other one.
    if (headers.get("host")?.includes(",")) return "malformed";
    const hasBody = method !== "GET" && method !== "HEAD" && announcesBody(headers);
    const body = hasBody ? toStream(incoming) : null;
    return new Request(address, { method, headers, signal, body });
  } catch {
    return "malformed";
  }
}

function announcesBody(headers: Headers): boolean {
  return headers.has("transfer-encoding") || Number(headers.get("content-length") ?? 0) > 0;
}

function toStream(incoming: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isOver = false;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      const end = (finish: () => void) => () => {
        if (isOver) return;
        isOver = true;
        finish();
      };
      incoming.pause();
      incoming.on("data", (chunk: Uint8Array<ArrayBuffer>) => {
        if (isOver) return;
        controller.enqueue(new Uint8Array(chunk));
        incoming.pause();
      });
      incoming.on("end", end(() => controller.close()));
      const broken = end(() => controller.error(new Error("The connection broke.")));
      incoming.on("error", broken);
      incoming.on("close", broken);
    },
    pull: () => void incoming.resume(),
    // What is left of the body is let go of by whoever ends the answer.
    cancel: () => void (isOver = true),
  }, { highWaterMark: 0 });
}
