import { context, trace } from "@opentelemetry/api";
import type { Query } from "./query.ts";
import type { StepName } from "./schema.ts";

/** The span of a step that is not one function; end it with what is to be known of it. */
export interface StepTrace {
  end(attributes?: Readonly<Record<string, number>>): void;
}

/** Begins the span of a step, `chat model`; it never has a word of the question. */
export function beginStep(step: StepName): StepTrace {
  const span = trace.getTracer("crypto-ai").startSpan(`chat ${step}`);
  return {
    end: (attributes = {}) => {
      span.setAttributes(attributes);
      span.end();
    },
  };
}

/** Does a step inside of a span of its own, and notes how long it took. */
export async function traceStep<T>(
  query: Query,
  step: StepName,
  work: () => Promise<T>,
): Promise<T> {
  const span = trace.getTracer("crypto-ai").startSpan(`chat ${step}`);
  const startedAt = performance.now();
  try {
    return await context.with(trace.setSpan(context.active(), span), work);
  } finally {
    query.steps.push({ step, ms: Math.round(performance.now() - startedAt) });
    span.end();
  }
}
