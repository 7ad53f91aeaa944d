/** The request of a place in the schedule. */
export type Send = (place: number) => Promise<Response>;

/**
 * Sends requests on a fixed schedule, whether or not earlier ones were answered, and returns the
 * latency of each in milliseconds, counted from the time it was due: a server that stalls is charged
 * for all that waited.
 *
 * @throws when a request is not answered with 200
 */
export async function openLoop(
  target: string | Send,
  options: { readonly ratePerSecond: number; readonly seconds: number },
): Promise<Float64Array> {
  const send: Send = typeof target === "string" ? () => fetch(target) : target;
  const total = options.ratePerSecond * options.seconds;
  const stepMs = 1000 / options.ratePerSecond;
  const latencies = new Float64Array(total);
  const startMs = performance.now();
  const pending: Promise<void>[] = [];
  for (let sent = 0; sent < total;) {
    for (; sent < total && performance.now() >= startMs + sent * stepMs; sent++) {
      pending.push(measureOne(send, latencies, sent, startMs + sent * stepMs));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(pending);
  return latencies;
}

async function measureOne(
  send: Send,
  latencies: Float64Array,
  place: number,
  dueMs: number,
): Promise<void> {
  const response = await send(place);
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`Answered with ${response.status}.`);
  latencies[place] = performance.now() - dueMs;
}

/** The value below which the given share lies. */
export function percentile(values: Float64Array, share: number): number {
  const sorted = values.toSorted();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
