import { assert, assertEquals } from "@std/assert";
import { testDatabase } from "../helpers/database.ts";
import { ADMIN_KEY } from "../server/app_for_tests.ts";
import { pause, startInstance } from "./instances.ts";

const GUESSES = 10_000;
const GUESSERS = 20;
const ATTACKER = "203.0.113.9";
const OWNER = "198.51.100.7";

function p99(latencies: readonly number[]): number {
  return latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length * 0.99)] ?? NaN;
}

/** One request as from an address, through the proxy that the server trusts. */
async function ask(url: string, from: string, key: string): Promise<number> {
  const headers = { "x-forwarded-for": from, "x-api-key": key };
  const response = await fetch(`${url}/api/admin/collect/status`, { headers });
  await response.body?.cancel();
  if (response.status === 429) assert(Number(response.headers.get("retry-after")) >= 1);
  return response.status;
}

function guess(): string {
  return `pck_${crypto.getRandomValues(new Uint8Array(24)).toHex()}`;
}

Deno.test("ten thousand guesses of a key find nothing, and the right key goes on working", async () => {
  await using db = await testDatabase();
  await using server = await startInstance(db.url, {
    TRUSTED_PROXIES: "127.0.0.0/8",
    API_KEY_REQUIRED: "true",
  });
  const { url } = server;
  for (let time = 0; time < 100; time++) await ask(url, OWNER, ADMIN_KEY);

  const statuses = new Map<number, number>();
  let left = GUESSES;
  const guessing = Promise.all(Array.from({ length: GUESSERS }, async () => {
    while (left-- > 0) {
      const status = await ask(url, ATTACKER, guess());
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  }));
  let isOver = false;
  void guessing.then(() => isOver = true);
  const latencies: number[] = [];
  while (!isOver) {
    const startedAt = performance.now();
    assertEquals(await ask(url, OWNER, ADMIN_KEY), 200, "the owner, from another address");
    latencies.push(performance.now() - startedAt);
    await pause(10);
  }
  await guessing;

  console.log(
    `p99 of ${latencies.length} requests with the right key: ${p99(latencies).toFixed(1)} ms`,
  );
  assertEquals([...statuses.keys()].sort(), [401, 429]);
  assertEquals(statuses.get(401)! + statuses.get(429)!, GUESSES);
  assert(statuses.get(401)! <= 60, `${statuses.get(401)} guesses were looked at`);
  assert(p99(latencies) < 250, `${p99(latencies)} ms`);
  assertEquals(
    await ask(url, ATTACKER, ADMIN_KEY),
    200,
    "the right key is not locked out anywhere",
  );
});
