import { addToOutbox, type Database, setMessageBody } from "../../../db/mod.ts";
import { pause } from "../instances.ts";

/** A provider of messages that keeps what it was given. */
export interface Gateway extends AsyncDisposable {
  readonly url: string;
  /** How often each message was handed over. */
  readonly given: ReadonlyMap<string, number>;
}

/** Starts one on a free port. `POST /KEY` hands a message over, `GET /KEY` asks for it. */
export function startGateway(): Gateway {
  const given = new Map<string, number>();
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  const server = Deno.serve(options, async (request) => {
    const key = new URL(request.url).pathname;
    if (request.method === "POST") {
      given.set(key, (given.get(key) ?? 0) + 1);
      await pause(50);
    }
    return new Response(key, { status: given.has(key) ? 200 : 404 });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    given,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** Writes a message a second into the outbox; resolves to how many. */
export async function writeMessages(db: Database, signal: AbortSignal): Promise<number> {
  let written = 0;
  while (!signal.aborted) {
    const nowMs = Date.now();
    await db.transaction(async (tx) => {
      const { id } = await addToOutbox(tx, {
        userId: null,
        destination: null,
        groupKey: `proof ${written}`,
        alertIds: [written],
        sendAtMs: nowMs,
        expiresAtMs: nowMs + 3_600_000,
        nowMs,
      });
      await setMessageBody(tx, { id, body: `Message ${written}` });
    });
    written += 1;
    await pause(1_000);
  }
  return written;
}
