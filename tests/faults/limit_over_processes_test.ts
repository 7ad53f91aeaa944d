import { assert, assertEquals } from "@std/assert";
import { testDatabase } from "../helpers/database.ts";
import { pause, SOAK, startInstance } from "./instances.ts";

const LIMIT = 100;
const WINDOW_MS = 60_000;

interface Call {
  readonly sentMs: number;
  readonly doneMs: number;
  readonly status: number;
  readonly retryAfter: number;
}

async function call(url: string): Promise<Call> {
  const sentMs = performance.now();
  const response = await fetch(`${url}/trpc/models.list`);
  await response.body?.cancel();
  const retryAfter = Number(response.headers.get("retry-after") ?? NaN);
  return { sentMs, doneMs: performance.now(), status: response.status, retryAfter };
}

function granted(calls: readonly Call[]): number {
  return calls.filter(({ status }) => status === 200).length;
}

Deno.test("three processes grant exactly a hundred calls a minute, at the edge of it too", async () => {
  await using db = await testDatabase();
  const settings = { RATE_LIMIT_PER_MINUTE: String(LIMIT) };
  await using first = await startInstance(db.url, settings);
  await using second = await startInstance(db.url, settings);
  await using third = await startInstance(db.url, settings);
  const urls = [first.url, second.url, third.url];
  const burst = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, at) => call(urls[at % 3]!)));

  // Sixty, then a while later two hundred: forty of them have room.
  const early = await burst(60);
  await pause(SOAK ? 20_000 : 1_500);
  const late = await burst(200);
  assertEquals([granted(early), granted(late)], [60, 40]);
  const refused = late.filter(({ status }) => status === 429);
  assertEquals(refused.length, 160);
  for (const { retryAfter } of refused) {
    assert(retryAfter >= 1 && retryAfter <= 60, `Retry-After ${retryAfter}`);
  }
  if (!SOAK) return;

  // The sixty leave the window, the forty are still in it.
  const opensAt = Math.max(...early.map(({ doneMs }) => doneMs)) + WINDOW_MS;
  await pause(opensAt - performance.now());
  const after = await burst(200);
  assertEquals(granted(after), 60, "as many as have left the window, and no more");
  const all = [...early, ...late, ...after].filter(({ status }) => status === 200);
  const inOneWindow = all.map((from) =>
    all.filter(({ sentMs, doneMs }) => sentMs >= from.sentMs && doneMs <= from.sentMs + WINDOW_MS)
      .length
  );
  assertEquals(Math.max(...inOneWindow), LIMIT);
});
