/**
 * Holds the PostgreSQL server that the test files of one run share, in a process of its own: prints
 * its URL, and ends when its standard input does, so that it cannot outlive the run.
 */
import { startTestServer } from "../helpers/test_server.ts";

if (import.meta.main) {
  // Ctrl-C reaches the whole group; the run ends first, and with it our input.
  for (const name of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(name, () => {});
  const server = await startTestServer();
  console.log(server.url);
  for await (const _ of Deno.stdin.readable) {
    // Nothing is said to it; only the end of the stream matters.
  }
  server.stopNow();
  Deno.exit(0);
}
