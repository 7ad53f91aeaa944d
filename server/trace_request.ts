import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import type { LoggedRequest } from "./request_log.ts";

const TRACER = "crypto-ai";

/** The span of one request; without tracing, nothing. */
export interface RequestTrace {
  /** Runs `work` so that what it asks of others, and what it logs, belongs to the span. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Names the span by what was asked for, as the log does, and ends it. */
  end(request: LoggedRequest, status: number): void;
}

/**
 * Begins the span of a request. Deno makes one of its own for `node:http`, which has the address as it
 * was sent; `hidden_response.ts` keeps that away from it, and this one is what is looked at.
 *
 * @param parent `traceparent` of a trusted proxy; of anyone else it is not taken, or strangers could
 * choose what is traced and under which name
 */
export function traceRequest(requestId: string, parent: string | null): RequestTrace {
  const before = parent === null ? ROOT_CONTEXT : contextOf(parent);
  const span = trace.getTracer(TRACER).startSpan("request", { kind: SpanKind.SERVER }, before);
  if (!span.isRecording()) return { run: (work) => work(), end: () => {} };
  const during = trace.setSpan(before, span);
  return {
    run: (work) => context.with(during, work),
    end: (request, status) => endSpan(span, requestId, request, status),
  };
}

function contextOf(traceparent: string): Context {
  return propagation.extract(ROOT_CONTEXT, { traceparent });
}

function endSpan(
  span: Span,
  requestId: string,
  { method, route }: LoggedRequest,
  status: number,
): void {
  span.updateName(`${method} ${route}`);
  span.setAttributes({
    "http.request.method": method,
    "http.route": route,
    "http.response.status_code": status,
    "crypto_ai.request_id": requestId,
  });
  if (status >= 500) {
    span.setAttribute("error.type", String(status));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

/** Whether spans are recorded in this process; the span that finds it out is never sent. */
export function isTracing(): boolean {
  return trace.getTracer(TRACER).startSpan("probe", {}, ROOT_CONTEXT).isRecording();
}

/** The trace that the code which asks belongs to; `undefined` outside of one. */
export function currentTraceId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().traceId;
}

/** `traceparent` of a parent that is not traced. */
export function untracedParent(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24)).toHex();
  return `00-${bytes.slice(0, 32)}-${bytes.slice(32)}-00`;
}
