import { context, ROOT_CONTEXT, SpanStatusCode, trace } from "@opentelemetry/api";
import type { JobRun } from "../db/mod.ts";

/**
 * Does the work of a run inside a span of its own, `job collect`: what it asks of the exchange and
 * what it logs belongs to it. Without tracing it is the work alone.
 */
export async function traceRun<T>(run: JobRun, work: () => Promise<T>): Promise<T> {
  const span = trace.getTracer("crypto-ai").startSpan(`job ${run.job}`, {
    attributes: { "crypto_ai.job": run.job, "crypto_ai.attempt": run.attempt },
  }, ROOT_CONTEXT);
  try {
    return await context.with(trace.setSpan(ROOT_CONTEXT, span), work);
  } catch (error) {
    // Why it failed is in the log and in the run, under the same trace; messages may quote anything.
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
