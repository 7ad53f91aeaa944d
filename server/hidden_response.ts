import { type IncomingMessage, ServerResponse } from "node:http";
import { untracedParent } from "./trace_request.ts";

interface Hidden {
  readonly url: string | undefined;
  readonly host: string | undefined;
  readonly traceparent: IncomingMessage["headers"][string];
}

const hidden = new WeakMap<IncomingMessage, Hidden>();

/**
 * An answer that takes the address out of its request until {@link reveal}. With tracing on, Deno
 * writes the address, the host and the query of each request of `node:http` into a span, between the
 * making of the answer and the first code of ours: questions and user ids are in addresses. What it
 * finds instead is `http://localhost/`, and a parent that is not traced, so that a sampler which heeds
 * parents drops that span: the one of `trace_request.ts` is in its place.
 */
export class HiddenResponse<Asked extends IncomingMessage = IncomingMessage>
  extends ServerResponse<Asked> {
  constructor(request: Asked, ...options: []) {
    super(request, ...options);
    const { url, headers } = request;
    hidden.set(request, { url, host: headers.host, traceparent: headers.traceparent });
    request.url = "/";
    // Without the header the request would be refused as one that lacks it, which it may.
    if (headers.host !== undefined) headers.host = "localhost";
    headers.traceparent = untracedParent();
    delete headers.tracestate;
    delete headers.baggage;
  }
}

/** Gives the request back what it had. */
export function reveal(request: IncomingMessage): void {
  const before = hidden.get(request);
  if (before === undefined) return;
  hidden.delete(request);
  const { headers } = request;
  if (before.url !== undefined) request.url = before.url;
  if (before.host !== undefined) headers.host = before.host;
  if (before.traceparent === undefined) delete headers.traceparent;
  else headers.traceparent = before.traceparent;
}
