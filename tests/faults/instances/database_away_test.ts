import { assert, assertEquals } from "@std/assert";
import { migrate, openDatabase } from "../../../db/mod.ts";
import { ADMIN_KEY } from "../../server/app_for_tests.ts";
import { pause, SOAK } from "../instances.ts";
import { startShakenServer } from "../ledger/shaken_server.ts";
import { startFleet } from "./balancer.ts";

const AWAY_MS = SOAK ? 30_000 : 3_000;
const RECOVERY_MS = 10_000;

interface Answer {
  readonly path: string;
  readonly status: number;
  readonly retryAfter: string | null;
  readonly code: string | undefined;
}

/** What cannot be true without the database. */
const NEEDS_DATABASE = ["/api/v1/health/ready", "/api/v1/coins/balance/alice", "/send"];
const AUTHORIZED = {
  authorization: `Bearer ${ADMIN_KEY}`,
  "content-type": "application/json",
};

Deno.test("a database that is stopped is told as 503, and back within ten seconds", async () => {
  await using server = await startShakenServer();
  const db = await openDatabase({ dataDir: "", databaseUrl: server.url, poolSize: 2 });
  await using _closing = { [Symbol.asyncDispose]: () => db.close() };
  await migrate(db);
  await using fleet = await startFleet(server.url, 2);
  const acknowledged = new Set<string>();
  let amountSent = 0;
  const ask = async (path: string): Promise<Answer> => {
    const isSending = path === "/send";
    const response = await fleet.send(
      isSending ? "/api/v1/coins/mint/alice" : path,
      isSending
        ? {
          method: "POST",
          headers: { ...AUTHORIZED, "idempotency-key": `mint ${amountSent++}` },
          body: JSON.stringify({ amount: "1" }),
        }
        : { headers: AUTHORIZED },
    );
    const body = await response.json();
    if (isSending && response.ok) acknowledged.add(body.transaction.transaction_id);
    const retryAfter = response.headers.get("retry-after");
    return { path, status: response.status, retryAfter, code: body.error?.code };
  };
  const askAll = () => Promise.all(NEEDS_DATABASE.map(ask));
  assertEquals((await ask("/send")).status, 200);
  assertEquals((await askAll()).map(({ status }) => status), [200, 200, 200]);

  // What is under way when it goes either was done or is told as not done.
  const answers: Answer[] = [];
  const going = Promise.all(Array.from({ length: 40 }, () => ask("/send")));
  await server.halt();
  answers.push(...await going);
  assert(answers.every(({ status }) => status === 200 || status === 503), JSON.stringify(answers));
  const untilMs = performance.now() + AWAY_MS;
  const away: Answer[] = [];
  while (performance.now() < untilMs) {
    away.push(...await askAll());
    await pause(100);
  }
  const wrong = away.filter(({ status, retryAfter, code }) =>
    status !== 503 || !(Number(retryAfter) >= 1) || code !== "UNAVAILABLE"
  );
  assertEquals(wrong, [], "nothing but 503 with Retry-After");
  assertEquals((await fleet.send("/api/v1/health/live")).status, 200, "the process itself is well");

  await server.resume();
  const startedMs = performance.now();
  while ((await askAll()).some(({ status }) => status !== 200)) {
    assert(performance.now() - startedMs < RECOVERY_MS, "it takes too long to come back");
    await pause(50);
  }
  const tookMs = performance.now() - startedMs;
  const stored = await db.sql<{ id: string }>(
    "select id::text as id from ledger_transactions where status = 'completed'",
  );
  const ids = new Set(stored.map(({ id }) => id));
  assertEquals([...acknowledged].filter((id) => !ids.has(id)), [], "what was acknowledged is kept");
  console.log(
    `${away.length} answers of 503 while it was away; back ${tookMs.toFixed(0)} ms after it was`,
  );
});
