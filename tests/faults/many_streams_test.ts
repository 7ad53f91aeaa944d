import { assert, assertEquals } from "@std/assert";
import type { AppProcess } from "../helpers/app_process.ts";
import { testDatabase } from "../helpers/database.ts";
import { pause, residentMegabytes, SOAK, startInstance } from "./instances.ts";

const CLIENTS = 2_000;
const STORMS = SOAK ? 10 : 2;
const STOP_WITHIN_MS = 10_000;
const encoder = new TextEncoder();

/** A stream over a bare socket, which can be dropped without a goodbye. */
interface Stream {
  readonly connection: Deno.Conn;
  /** What came first: headers and the first event. */
  readonly start: string;
}

async function openStream(url: string): Promise<Stream> {
  const { port } = new URL(url);
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  await connection.write(
    encoder.encode("GET /trpc/collection.setupLive HTTP/1.1\r\nhost: test\r\n\r\n"),
  );
  let start = "";
  const buffer = new Uint8Array(8_192);
  while (!start.includes("data: {") && !start.includes('{"error"')) {
    const length = await connection.read(buffer);
    if (length === null) break;
    start += new TextDecoder().decode(buffer.subarray(0, length));
  }
  return { connection, start };
}

async function openAll(url: string, count: number): Promise<Stream[]> {
  return await Promise.all(Array.from({ length: count }, () => openStream(url)));
}

/** What is still to come of a stream, until the server ends it. */
async function readRest(connection: Deno.Conn): Promise<string> {
  let text = "";
  try {
    const buffer = new Uint8Array(8_192);
    for (let length; (length = await connection.read(buffer)) !== null;) {
      text += new TextDecoder().decode(buffer.subarray(0, length));
    }
  } catch {
    text += "(reset)";
  }
  connection.close();
  return text;
}

/** A request over a bare socket, sent as far as is given. */
async function send(url: string, text: string): Promise<Deno.Conn> {
  const { port } = new URL(url);
  const connection = await Deno.connect({ hostname: "127.0.0.1", port: Number(port) });
  await connection.write(encoder.encode(text));
  return connection;
}

const WHOLE = "GET /trpc/models.list HTTP/1.1\r\nhost: test\r\n\r\n";
const HALF = "POST /api/admin/collect/trigger HTTP/1.1\r\nhost: test\r\n" +
  "content-type: application/json\r\ncontent-length: 2\r\n\r\n{";

async function stopsInTime(server: AppProcess): Promise<void> {
  const { url } = server;
  const streams = await openAll(url, CLIENTS);
  const sendMany = (count: number, text: string) =>
    Promise.all(Array.from({ length: count }, () => send(url, text)));
  const halves = await sendMany(50, HALF);
  const asked = await sendMany(200, WHOLE);
  const startedAt = performance.now();
  const stopped = server.stop();
  const rests = Promise.all(streams.map(({ connection }) => readRest(connection)));
  const answered = Promise.all(asked.map(readRest));
  await pause(400);
  await Promise.all(halves.map((connection) => connection.write(encoder.encode("}"))));
  const finished = await Promise.all(halves.map(readRest));
  await stopped;
  const tookMs = performance.now() - startedAt;
  console.log(`stopped ${(tookMs / 1000).toFixed(1)} s after SIGTERM with ${CLIENTS} streams open`);

  assert(tookMs < STOP_WITHIN_MS, `${tookMs} ms`);
  const lost = (await answered).filter((text) => !/^HTTP\/1\.1 200/.test(text));
  assertEquals(lost, [], "what was asked before is answered");
  const without = finished.filter((text) => !/^HTTP\/1\.1 401/.test(text));
  assertEquals(without, [], "what was half sent is taken and answered");
  const cut = (await rests).filter((text) => !text.includes("UNAVAILABLE"));
  assertEquals(cut.length, 0, "every stream is told to come again");
}

Deno.test("two thousand streams, a storm of reconnects, and a stop that loses nothing", async () => {
  await using db = await testDatabase();
  // With memory to spare, the collector lets whole storms of closed streams lie.
  const server = await startInstance(db.url, {}, { DENO_V8_FLAGS: "--max-old-space-size=300" });
  await using _ = server;
  const { url } = server;
  const before = await residentMegabytes(server.pid);
  let growth = 0;
  for (let storm = 0; storm <= STORMS; storm++) {
    const startedAt = performance.now();
    const streams = await openAll(url, CLIENTS);
    const seconds = (performance.now() - startedAt) / 1000;
    assert(streams.every(({ start }) => start.startsWith("HTTP/1.1 200")), "all are streaming");
    const health = performance.now();
    assertEquals((await fetch(`${url}/health`).then((answer) => answer.text())).length > 0, true);
    const healthMs = performance.now() - health;
    growth = await residentMegabytes(server.pid) - before;
    console.log(
      `${CLIENTS} streams open in ${seconds.toFixed(1)} s, health in ${healthMs.toFixed(0)} ms, ` +
        `memory grew by ${growth.toFixed(0)} MB`,
    );
    for (const { connection } of streams) connection.close();
    await pause(200);
  }
  assert(growth < 400, `${growth} MB`);
  await stopsInTime(server);
});
