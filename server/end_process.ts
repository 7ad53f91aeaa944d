import { createNoopMeter, metrics } from "@opentelemetry/api";

/** Longer than what the exporter of metrics asks of the event loop, which it is given this long for. */
const LAST_TURNS_MS = 250;

/**
 * Ends the process. With OpenTelemetry's metrics on, Deno 2.9 sends the last of them while it blocks
 * the event loop, and waits for ever where a reading was under way that needs the event loop to go on
 * (`tests/server/main_test.ts` shows it). So it is given the time to be done with it.
 */
export async function endProcess(code: number): Promise<never> {
  if (metrics.getMeter("crypto-ai") !== createNoopMeter()) {
    await new Promise((resolve) => setTimeout(resolve, LAST_TURNS_MS));
  }
  Deno.exit(code);
}
