import { assert, assertEquals } from "@std/assert";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY } from "../../server/app_for_tests.ts";
import { pause } from "../instances.ts";
import { explain, startFleet } from "./balancer.ts";

const EXIT_WITHIN_MS = 20_000;
const SENDERS = 4;

interface Outcome {
  readonly status: number | "refused" | "broken";
  readonly id?: string;
}

async function sendOne(url: string, key: string): Promise<Outcome> {
  try {
    const response = await fetch(`${url}/api/v1/coins/mint/alice`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify({ amount: "1" }),
    });
    const body = await response.json();
    return { status: response.status, id: body.transaction?.transaction_id };
  } catch (error) {
    return { status: /\(Connect\)|refused/i.test(explain(error)) ? "refused" : "broken" };
  }
}

/** Asks whether it is ready until nobody answers; each different answer once, in order. */
async function watchReadiness(
  url: string,
  tell: (status: number | "refused") => void,
): Promise<(number | "refused")[]> {
  const seen: (number | "refused")[] = [];
  while (seen.at(-1) !== "refused") {
    const status = await fetch(`${url}/api/v1/health/ready`).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => "refused" as const,
    );
    if (status !== seen.at(-1)) seen.push(status);
    tell(status);
    await pause(10);
  }
  return seen;
}

Deno.test("on SIGTERM readiness falls first, streams end, and nothing under way is lost", async () => {
  await using db = await testDatabase();
  await using fleet = await startFleet(db.url, 1);
  const [server] = fleet.processes;
  const { url } = server!;
  let isReady = true;
  const readiness = watchReadiness(url, (status) => isReady = status === 200);
  // Half of them come over a balancer that heeds readiness, half go on until nobody answers.
  const heeding: Outcome[] = [];
  const heedless: Outcome[] = [];
  let round = 0;
  const sending = Array.from({ length: SENDERS }, async () => {
    while (isReady) heeding.push(await sendOne(url, `k${round++}`));
  });
  const pushing = Array.from({ length: SENDERS }, async () => {
    while (heedless.at(-1)?.status !== "refused") heedless.push(await sendOne(url, `k${round++}`));
  });
  const stream = fetch(`${url}/trpc/collection.setupLive`).then((response) => response.text());
  await pause(1_000);
  const startedMs = performance.now();
  await server!.stop();
  const tookMs = performance.now() - startedMs;
  await Promise.all([...sending, ...pushing]);

  assertEquals(await readiness, [200, 503, "refused"], "told to the balancer before it is felt");
  assert((await stream).includes("UNAVAILABLE"), "the stream says that one should come again");
  assert(tookMs < EXIT_WITHIN_MS, `${tookMs} ms`);
  assertEquals(heeding.filter(({ status }) => status !== 200), [], "each of them was answered");
  const outcomes = [...heeding, ...heedless];
  const done = outcomes.filter(({ status }) => status === 200);
  const refused = outcomes.filter(({ status }) => typeof status === "number" && status !== 200);
  assertEquals(refused, [], "answered, or never taken");
  const stored = await db.sql<{ id: string }>(
    "select id::text as id from ledger_transactions where lower(transaction_type) = 'mint'",
  );
  const ids = new Set(stored.map(({ id }) => id));
  assert(done.every(({ id }) => ids.has(id!)), "what was acknowledged is there");
  assertEquals(ids.size, done.length, "what is there was acknowledged");
  console.log(`${done.length} transfers; gone ${(tookMs / 1000).toFixed(1)} s after SIGTERM`);
});
