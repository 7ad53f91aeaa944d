import type { LoggedRequest } from "../request_log.ts";
import {
  type Counter,
  createCounter,
  createHistogram,
  type Histogram,
  type Instrument,
} from "./instruments.ts";

/** What this process counts as it goes on. Every process counts for itself. */
export interface Metrics {
  /** Requests by method, route and status. */
  readonly requests: Counter;
  /** Until the answer begins; of a stream too. By method and route. */
  readonly requestSeconds: Histogram;
  /** Calls of procedures, whether by tRPC or by REST, by procedure. */
  readonly procedureSeconds: Histogram;
  /** Calls that were refused or failed, by procedure and code of the error. */
  readonly procedureFailures: Counter;
  /** Statements, from the wait for a connection to the last row. */
  readonly statementSeconds: Histogram;
  readonly statementFailures: Counter;
  /** By how much a timer is late: what a request waits before anyone looks at it. */
  readonly loopLagSeconds: Histogram;
  /** Transactions that this process wrote or changed, by type and status. */
  readonly ledgerTransactions: Counter;
  /** Requests whose answer has not begun. */
  inFlight: number;
  readonly instruments: readonly Instrument[];
}

/** Upper bounds of the classes, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const LAG_BOUNDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1];

/** Makes the instruments of a process. */
export function createMetrics(): Metrics {
  const counter = (name: string, help: string, ...labels: string[]) =>
    createCounter({ name, help }, labels);
  const seconds = (name: string, help: string, ...labels: string[]) =>
    createHistogram({ name, help }, labels, BOUNDS);
  const counting = {
    requests: counter(
      "crypto_ai_http_requests_total",
      "Requests that were answered.",
      ...["method", "route", "status"],
    ),
    requestSeconds: seconds(
      "crypto_ai_http_request_duration_seconds",
      "From the arrival of a request to the beginning of its answer.",
      ...["method", "route"],
    ),
    procedureSeconds: seconds(
      "crypto_ai_procedure_duration_seconds",
      "How long a procedure took, over tRPC, in a batch or over REST.",
      "procedure",
    ),
    procedureFailures: counter(
      "crypto_ai_procedure_failures_total",
      "Calls of a procedure that were refused or failed.",
      ...["procedure", "code"],
    ),
    statementSeconds: seconds(
      "crypto_ai_database_statement_duration_seconds",
      "How long a statement took, the wait for a connection included.",
    ),
    statementFailures: counter(
      "crypto_ai_database_statement_failures_total",
      "Statements that the database refused or did not answer.",
    ),
    loopLagSeconds: createHistogram(
      { name: "crypto_ai_event_loop_lag_seconds", help: "By how much a timer came late." },
      [],
      LAG_BOUNDS,
    ),
    ledgerTransactions: counter(
      "crypto_ai_ledger_transactions_total",
      "Transactions that this process wrote or changed, by what they are now.",
      ...["type", "status"],
    ),
  };
  return { ...counting, inFlight: 0, instruments: Object.values(counting) };
}

/** Counts a request whose answer begins. */
export function countRequest(
  metrics: Metrics,
  { method, route }: LoggedRequest,
  { status, durationMs }: { readonly status: number; readonly durationMs: number },
): void {
  metrics.requests.add([method, route, String(status)]);
  metrics.requestSeconds.observe([method, route], durationMs / 1000);
}

/** Counts a statement that has ended. */
export function countStatement(metrics: Metrics, ms: number, failed: boolean): void {
  metrics.statementSeconds.observe([], ms / 1000);
  if (failed) metrics.statementFailures.add([]);
}

const LAG_LOOK_MS = 500;

/** Measures the lag of the event loop until the signal is aborted. */
export function watchLoopLag({ loopLagSeconds }: Metrics, until: AbortSignal): void {
  let expectedMs = performance.now() + LAG_LOOK_MS;
  const timer = setInterval(() => {
    const nowMs = performance.now();
    loopLagSeconds.observe([], Math.max(0, nowMs - expectedMs) / 1000);
    expectedMs = nowMs + LAG_LOOK_MS;
  }, LAG_LOOK_MS);
  // It must not be what keeps a process from ending.
  Deno.unrefTimer(timer);
  until.addEventListener("abort", () => clearInterval(timer), { once: true });
}
