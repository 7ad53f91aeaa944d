import { type Context, context, ROOT_CONTEXT, trace } from "@opentelemetry/api";
import type { Channel } from "./channel.ts";

const TRACER = "crypto-ai";
const ADVICE =
  "Tracing is on with a sampler that does not heed parents, so that traces would have telephone " +
  "numbers and secret addresses of the provider of messages. Set OTEL_TRACES_SAMPLER to " +
  "parentbased_traceidratio, or SMS_PROVIDER to console.";

/**
 * The same channel outside of every trace: Deno writes the whole address of what is asked of others
 * into a span, and addresses of providers have telephone numbers or secrets in them.
 *
 * @throws {Error} where that cannot be kept, because Deno's sampler takes everything
 */
export function withoutTrace(channel: Channel): Channel {
  if (isTracedAnyway()) throw new Error(ADVICE);
  return {
    ...channel,
    send: (message, signal) => context.with(untraced(), () => channel.send(message, signal)),
    ...(channel.lookUp && {
      lookUp: (message, signal) => context.with(untraced(), () => channel.lookUp!(message, signal)),
    }),
  };
}

/** What begins in it has a parent that is not traced. */
function untraced(): Context {
  const bytes = crypto.getRandomValues(new Uint8Array(24)).toHex();
  const parent = { traceId: bytes.slice(0, 32), spanId: bytes.slice(32), traceFlags: 0 };
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

/** Finds out by a span that is never ended, and so never sent. */
function isTracedAnyway(): boolean {
  const span = trace.getTracer(TRACER).startSpan("probe", {}, untraced());
  return span.isRecording() && (span.spanContext().traceFlags & 1) === 1;
}
