import { assertEquals, assertRejects } from "@std/assert";
import { ExchangeError, SIMULATED_HEADER } from "../../../jobs/exchange/exchange.ts";
import { createFakeClock, createScriptedNetwork, openClient, PAGE } from "./client_harness.ts";

const baseUrls = ["https://one.example", "https://two.example/"];

function hostsOf(requests: readonly { url: string }[]): string[] {
  return requests.map(({ url }) => new URL(url).host);
}

Deno.test("a barred host is left for the fallback, for good", async () => {
  const clock = createFakeClock();
  const network = createScriptedNetwork(
    (url) => ({ status: url.includes("one.example") ? 403 : 200 }),
    clock.now,
  );
  const client = openClient({ clock, baseUrls, fetch: network.fetch });
  assertEquals(client.source, "https://one.example");
  await client.fetchKlines(PAGE);
  clock.set(clock.now() + 86_400_000);
  await client.fetchKlines(PAGE);
  assertEquals(hostsOf(network.requests), ["one.example", "two.example", "two.example"]);
  assertEquals(client.source, "https://two.example");
});

Deno.test("an unavailable host is passed over for a minute, then tried again", async () => {
  const clock = createFakeClock();
  let isDown = true;
  const network = createScriptedNetwork(
    (url) => ({ status: isDown && url.includes("one.example") ? 503 : 200 }),
    clock.now,
  );
  const client = openClient({ clock, baseUrls, fetch: network.fetch });
  await client.fetchKlines(PAGE);
  await client.fetchKlines(PAGE);
  const one = "one.example", two = "two.example";
  assertEquals(hostsOf(network.requests), [one, one, one, one, two, two]);
  isDown = false;
  clock.set(clock.now() + 60_000);
  await client.fetchKlines(PAGE);
  assertEquals(hostsOf(network.requests).at(-1), one);
  assertEquals(client.source, "https://one.example");
});

Deno.test("a 429 is waited out, not taken elsewhere", async () => {
  const clock = createFakeClock();
  const network = createScriptedNetwork(
    (_url, index) =>
      index === 0 ? { status: 429, headers: { "retry-after": "3" } } : { status: 200 },
    clock.now,
  );
  await openClient({ clock, baseUrls, fetch: network.fetch }).fetchKlines(PAGE);
  assertEquals(hostsOf(network.requests), ["one.example", "one.example"]);
});

Deno.test("when every host bars the address the error says so", async () => {
  const network = createScriptedNetwork([{ status: 451 }], Date.now);
  const client = openClient({ baseUrls, fetch: network.fetch });
  const error = await assertRejects(() => client.fetchKlines(PAGE), ExchangeError);
  assertEquals([error.kind, network.requests.length], ["barred", 2]);
});

Deno.test("a host that calls itself simulated is known as one, as long as it answers", async () => {
  const network = createScriptedNetwork(
    (url) =>
      url.includes("one.example")
        ? { status: 200, headers: { [SIMULATED_HEADER]: "true" } }
        : { status: 200 },
    Date.now,
  );
  const client = openClient({ baseUrls, fetch: network.fetch });
  assertEquals(client.simulated, false);
  await client.fetchKlines(PAGE);
  assertEquals(client.simulated, true);
  const real = openClient({ baseUrls: [baseUrls[1]!], fetch: network.fetch });
  await real.fetchKlines(PAGE);
  assertEquals(real.simulated, false);
});
