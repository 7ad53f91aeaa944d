/** Opens the server of the data directory in the first argument and holds it until stdin ends. */
import { openEmbedded } from "../../../db/embedded/open_embedded.ts";

try {
  const server = await openEmbedded({
    dataDir: Deno.args[0]!,
    log: (line) => console.error(line),
    now: Date.now,
  });
  console.log(JSON.stringify({ url: server.url, pid: server.pid, adopted: server.adopted }));
  for await (const _ of Deno.stdin.readable);
  await server.stop();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  Deno.exit(1);
}
