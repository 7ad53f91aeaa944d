import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ExchangeError } from "../../../jobs/exchange/exchange.ts";
import { startSimulatedExchange } from "../../../jobs/exchange/simulated.ts";
import {
  createFakeClock,
  createMemoryBlocks,
  createScriptedNetwork,
  openClient,
  PAGE,
  type ScriptedReply,
  START_MS,
} from "./client_harness.ts";

const TROUBLES: Record<string, ScriptedReply> = {
  "a 500": { status: 500, body: `{"code":-1000,"msg":"unknown"}` },
  "a 502 without a body": { status: 502, body: "" },
  "a reset connection": { status: 0, failure: "connection reset" },
  "a body that is no JSON": { status: 200, body: "<html>log in</html>" },
  "a body of another shape": { status: 200, body: `{"rows":[]}` },
  "a 400 that blames the exchange": { status: 400, body: `{"code":-1001,"msg":"disconnected"}` },
};

for (const [name, trouble] of Object.entries(TROUBLES)) {
  Deno.test(`${name} is retried exactly three times, later each time`, async () => {
    const clock = createFakeClock();
    const network = createScriptedNetwork([trouble], clock.now);
    const error = await assertRejects(
      () => openClient({ clock, fetch: network.fetch }).fetchKlines(PAGE),
      ExchangeError,
    );
    assertEquals(error.kind, "unavailable");
    assertEquals(network.requests.length, 4);
    assertEquals(clock.slept, [500, 1000, 2000]);
  });
}

Deno.test("the backoff is jittered by half either way", async () => {
  for (const [random, expected] of [[0, 250], [0.999, 750]] as const) {
    const clock = createFakeClock();
    const network = createScriptedNetwork([{ status: 500 }, { status: 200 }], clock.now);
    await openClient({ clock, fetch: network.fetch, random: () => random }).fetchKlines(PAGE);
    assertEquals(clock.slept.length, 1);
    assert(Math.abs(clock.slept[0]! - expected) <= 1, `slept ${clock.slept[0]}`);
  }
});

Deno.test("a wrong request is refused at once with the exchange's words", async () => {
  const exchange = await startSimulatedExchange();
  try {
    const client = openClient({ baseUrls: [exchange.url] });
    const page = { ...PAGE, symbol: "NO SUCH&limit=1" };
    const error = await assertRejects(() => client.fetchKlines(page), ExchangeError);
    assertEquals([error.kind, error.options.code], ["rejected", -1100]);
    assertStringIncludes(error.message, "parameter 'symbol'");
  } finally {
    await exchange.close();
  }
});

Deno.test("a host that never answers is given up after the time-out", async () => {
  const exchange = await startSimulatedExchange({ faults: "hang" });
  try {
    const client = openClient({ baseUrls: [exchange.url], timeoutMs: 40 });
    const error = await assertRejects(() => client.fetchKlines(PAGE), ExchangeError);
    assertEquals(error.kind, "unavailable");
    assertStringIncludes(error.message, "no answer within 40 ms");
  } finally {
    await exchange.close();
  }
});

Deno.test("an abort ends a waiting request at once, and is no exchange error", async () => {
  const controller = new AbortController();
  const clock = createFakeClock();
  const network = createScriptedNetwork(() => {
    controller.abort(new Error("stopping"));
    return { status: 500 };
  }, clock.now);
  const client = openClient({ clock, fetch: network.fetch });
  await assertRejects(() => client.fetchKlines(PAGE, controller.signal), Error, "stopping");
  assertEquals(network.requests.length, 1);
});

Deno.test("Retry-After is obeyed to the second, by every request under way", async () => {
  const clock = createFakeClock();
  const network = createScriptedNetwork(
    (_url, index) =>
      index === 0 ? { status: 429, headers: { "retry-after": "37" } } : { status: 200 },
    clock.now,
  );
  const client = openClient({ clock, fetch: network.fetch });
  await Promise.all([1, 2, 3, 4].map(() => client.fetchKlines(PAGE)));
  assertEquals(network.requests.length, 5);
  for (const { atMs } of network.requests.slice(1)) assertEquals(atMs, START_MS + 37_000);
});

Deno.test("a block outlives a restart: the next client waits, then asks", async () => {
  const clock = createFakeClock();
  const blocks = createMemoryBlocks();
  const exchange = await startSimulatedExchange({ faults: "429:after=1@50s", now: clock.now });
  try {
    const parts = { clock, blocks, baseUrls: [exchange.url] };
    // The first client does not wait out long blocks: it tells when to come back, and is gone.
    const first = openClient({ ...parts, maxBlockWaitMs: 1_000 });
    await first.fetchKlines(PAGE);
    const error = await assertRejects(() => first.fetchKlines(PAGE), ExchangeError);
    assertEquals([error.kind, error.options.retryAtMs], ["rate_limited", START_MS + 50_000]);

    clock.set(START_MS + 20_000);
    await openClient(parts).fetchKlines(PAGE);
    assertEquals(clock.now(), START_MS + 50_000);
    const state = await (await fetch(`${exchange.url}/simulator/faults`)).json();
    assertEquals([state.requests, state.early], [3, 0]);
  } finally {
    await exchange.close();
  }
});

Deno.test("after a 429 one request goes ahead, the others follow its answer", async () => {
  const clock = createFakeClock();
  let inside = 0;
  const crowd: number[] = [];
  let blockAt = Number.POSITIVE_INFINITY;
  const slowNetwork = async () => {
    crowd.push(++inside);
    const isBlocked = crowd.length > blockAt && crowd.length <= blockAt + 8;
    await new Promise((resolve) => setTimeout(resolve, 2));
    inside--;
    return isBlocked
      ? new Response("", { status: 429, headers: { "retry-after": "60" } })
      : new Response("[]", { headers: { "x-mbx-used-weight-1m": "2" } });
  };
  const client = openClient({ clock, fetch: slowNetwork });
  await client.fetchKlines(PAGE);
  blockAt = crowd.length;
  await Promise.all(Array.from({ length: 8 }, () => client.fetchKlines(PAGE)));
  assertEquals(crowd.slice(1, 9), [1, 2, 3, 4, 5, 6, 7, 8]);
  assertEquals(crowd.slice(9, 11), [1, 1]);
});
