import { assert, assertEquals, assertRejects } from "@std/assert";
import { createWeightBudget } from "../../../jobs/exchange/binance/weight_budget.ts";
import { startSimulatedExchange } from "../../../jobs/exchange/simulated.ts";
import { createFakeClock, openClient, PAGE, START_MS } from "./client_harness.ts";

function openBudget(limitPerMinute: number) {
  const clock = createFakeClock();
  const { now, sleep } = clock;
  const budget = createWeightBudget({ limitPerMinute, share: 0.8, maxConcurrent: 8, now, sleep });
  return { clock, budget };
}

/** A request that is answered after a turn of the event loop with the exchange's own count. */
async function request(budget: ReturnType<typeof openBudget>["budget"], count: () => number) {
  const lease = await budget.acquire(2);
  const used = count();
  await new Promise((resolve) => setTimeout(resolve, 0));
  lease.release(used);
}

Deno.test("a hundred requests at once stay under 80 % in every minute", async () => {
  const { clock, budget } = openBudget(100);
  const perMinute = new Map<number, number>();
  await Promise.all(Array.from({ length: 100 }, () =>
    request(budget, () => {
      const minute = Math.floor(clock.now() / 60_000);
      perMinute.set(minute, (perMinute.get(minute) ?? 0) + 2);
      return perMinute.get(minute)!;
    })));
  for (const used of perMinute.values()) assert(used <= 80, `${used} of 100 used`);
  assertEquals([...perMinute.values()].reduce((a, b) => a + b), 200);
  assert(perMinute.size <= 4, `took ${perMinute.size} minutes`);
});

Deno.test("weight that other programs use is taken over from the exchange's count", async () => {
  const { clock, budget } = openBudget(100);
  const first = await budget.acquire(2);
  first.release(79);
  assertEquals(budget.used(), 79);
  await budget.acquire(2);
  assertEquals(clock.slept, [50_000]); // from second 10 to the next minute
});

Deno.test("before the first answer only one request is under way", async () => {
  const { budget } = openBudget(100);
  const first = await budget.acquire(2);
  let isSecondIn = false;
  const second = budget.acquire(2).then(() => isSecondIn = true);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(isSecondIn, false);
  first.release(2);
  await second;
});

Deno.test("no more than eight requests are under way", async () => {
  const { budget } = openBudget(6000);
  (await budget.acquire(2)).release(2);
  let inside = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 40 }, async () => {
    const lease = await budget.acquire(2);
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 1));
    inside--;
    lease.release(null);
  }));
  assertEquals(most, 8);
});

Deno.test("an answer from the minute before does not count against this one", async () => {
  const { clock, budget } = openBudget(100);
  const lease = await budget.acquire(2);
  clock.set(START_MS + 60_000);
  lease.release(78);
  assertEquals(budget.used(), 2);
});

Deno.test("a request that gives up leaves the queue to the others", async () => {
  const { budget } = openBudget(100);
  const first = await budget.acquire(2);
  const controller = new AbortController();
  const second = budget.acquire(2, controller.signal);
  const third = budget.acquire(2);
  controller.abort(new Error("stopping"));
  await assertRejects(() => second, Error, "stopping");
  first.release(2);
  (await third).release(4);
});

Deno.test("the limit is read from exchangeInfo and kept over HTTP, without a single 429", async () => {
  const clock = createFakeClock();
  const exchange = await startSimulatedExchange({ weightLimit: 200, now: clock.now });
  try {
    const client = openClient({ clock, baseUrls: [exchange.url] });
    await client.listInstruments();
    const page = { ...PAGE, fromMs: START_MS - 3_600_000 };
    await Promise.all(Array.from({ length: 200 }, () => client.fetchKlines(page)));
    const state = await (await fetch(`${exchange.url}/simulator/faults`)).json();
    assertEquals(state.requests, 201);
    assert(state.peakWeight <= 160 && state.peakWeight > 120, `peak ${state.peakWeight}`);
  } finally {
    await exchange.close();
  }
});
