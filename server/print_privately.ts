/**
 * Prints a line that has a secret, for the person at the terminal. With OpenTelemetry on, Deno sends
 * whatever goes through `console` to the collector; this does not.
 */
export function printPrivately(line: string): void {
  const bytes = new TextEncoder().encode(`${line}\n`);
  for (let place = 0; place < bytes.byteLength;) {
    place += Deno.stdout.writeSync(bytes.subarray(place));
  }
}
