/**
 * Slow clients in a process of their own, `slow_clients.ts PORT COUNT`: says `connected`, and when the
 * server has cut the last one, how long each lived in milliseconds, as JSON.
 */
import { pause } from "./instances.ts";

const [port = "", count = ""] = Deno.args;
const DRIP_MS = 1_000;

const HEAD = "POST /trpc/collection.trigger HTTP/1.1\r\nhost: test\r\n";
/** What a slow client has sent by the time it begins to trickle, and what it trickles. */
const KINDS = [
  { start: "", drip: "" },
  { start: HEAD.slice(0, 20), drip: "" },
  { start: HEAD, drip: "x-header: 1\r\n" },
  { start: `${HEAD}content-type: application/json\r\ncontent-length: 9000\r\n\r\n`, drip: "{" },
];

/** Sends as little as it can until it is cut; resolves with how long that took. */
async function trickle(connection: Deno.Conn, kind: typeof KINDS[number]): Promise<number> {
  const startedAt = performance.now();
  const encoder = new TextEncoder();
  let isCut = false;
  const reading = readToEnd(connection).then(() => isCut = true);
  try {
    if (kind.start !== "") await connection.write(encoder.encode(kind.start));
    while (!isCut) {
      await Promise.race([pause(DRIP_MS), reading]);
      if (kind.drip !== "" && !isCut) await connection.write(encoder.encode(kind.drip));
    }
  } catch {
    // Cut while it was sending.
  }
  await reading;
  connection.close();
  return performance.now() - startedAt;
}

async function readToEnd(connection: Deno.Conn): Promise<void> {
  const buffer = new Uint8Array(1024);
  try {
    while (await connection.read(buffer) !== null);
  } catch {
    // Reset is an end as well.
  }
}

const connections = await Promise.all(
  Array.from({ length: Number(count) }, () => {
    return Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  }),
);
const lives = connections.map((connection, at) => trickle(connection, KINDS[at % KINDS.length]!));
console.log("connected");
console.log(JSON.stringify(await Promise.all(lives)));
