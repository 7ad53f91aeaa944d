import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ExchangeError, type ExchangeErrorKind } from "../../../jobs/exchange/exchange.ts";
import {
  createFakeClock,
  createMemoryBlocks,
  createScriptedNetwork,
  openClient,
  PAGE,
  sharedData,
  START_MS,
} from "./client_harness.ts";

interface CapturedError {
  http_status: number;
  headers: Record<string, string>;
  body: string;
  source: string;
}

const path = sharedData("binance/http_errors.jsonl");
const captured: CapturedError[] = path === null
  ? []
  : Deno.readTextFileSync(path).trim().split("\n").map((line) => JSON.parse(line));

const KIND_BY_STATUS: Record<number, ExchangeErrorKind> = {
  400: "rejected",
  418: "banned",
  429: "rate_limited",
  451: "barred",
  503: "unavailable",
};

Deno.test({
  name: "every captured error reply gets its kind, its requests and its waiting time",
  ignore: captured.length === 0,
  fn: async (t) => {
    assertEquals(captured.length, 16);
    for (const [index, line] of captured.entries()) {
      await t.step(`line ${index + 1}: HTTP ${line.http_status}`, () => replay(line));
    }
  },
});

/** Answers with the captured error for ever, and looks at what the client made of it. */
async function replay(line: CapturedError): Promise<void> {
  const bannedUntilMs = Number(/banned until (\d+)/.exec(line.body)?.[1] ?? Number.NaN);
  // The client's clock stands 90 s before the end of the ban that was captured.
  const clock = createFakeClock(Number.isNaN(bannedUntilMs) ? START_MS : bannedUntilMs - 90_000);
  const startMs = clock.now();
  const reply = { status: line.http_status, headers: line.headers, body: line.body };
  const network = createScriptedNetwork(
    (_url, index) => (index === 0 ? reply : { status: 200, body: "[]" }),
    clock.now,
  );
  const blocks = createMemoryBlocks();
  const kind = KIND_BY_STATUS[line.http_status]!;
  const client = openClient({ clock, blocks, fetch: network.fetch });

  if (kind === "rejected" || kind === "barred") {
    const error = await assertRejects(() => client.fetchKlines(PAGE), ExchangeError);
    assertEquals([error.kind, network.requests.length, clock.slept.length], [kind, 1, 0]);
    if (kind === "barred") assertStringIncludes(error.message, "BINANCE_BASE_URL");
    const code = /"code":\s*(-?\d+)/.exec(line.body)?.[1];
    if (code !== undefined) assertEquals(error.options.code, Number(code));
    return;
  }
  assertEquals(await client.fetchKlines(PAGE), []);
  assertEquals(network.requests.length, 2);
  const waitedMs = network.requests[1]!.atMs - startMs;
  if (kind === "unavailable") {
    assert(waitedMs >= 250 && waitedMs <= 750, `backed off ${waitedMs} ms`);
    return;
  }
  const statedMs = Number(line.headers["Retry-After"] ?? "90") * 1000;
  assertEquals(waitedMs, statedMs);
  assertEquals(blocks.saved.map((block) => block.untilMs), [startMs + statedMs]);
}

Deno.test("a barred address is told what to do, and asked no second time", async () => {
  const body = `{"code":0,"msg":"Service unavailable from a restricted location"}`;
  const network = createScriptedNetwork([{ status: 451, body }], Date.now);
  const client = openClient({ fetch: network.fetch });
  for (let i = 0; i < 3; i++) {
    const error = await assertRejects(() => client.fetchKlines(PAGE), ExchangeError);
    assertEquals(error.kind, "barred");
    assertStringIncludes(error.message, "BINANCE_BASE_URL");
    assertStringIncludes(error.message, "restricted location");
    assertStringIncludes(error.message, "MARKET_SOURCE=simulated");
  }
  assertEquals(network.requests.length, 1);
});

Deno.test("an HTML error page is told in words, without its markup", async () => {
  const body =
    "<html><head><style>p{}</style></head><body><h1>403 ERROR</h1>Blocked.</body></html>";
  const network = createScriptedNetwork([{ status: 403, body }], Date.now);
  const error = await assertRejects(
    () => openClient({ fetch: network.fetch }).fetchKlines(PAGE),
    ExchangeError,
  );
  assertEquals(error.kind, "barred");
  assertStringIncludes(error.message, "403 ERROR Blocked.");
  assert(!error.message.includes("<"));
});

Deno.test("a 418 whose ban is over by our clock waits all the same", async () => {
  const clock = createFakeClock();
  const body = `{"code":-1003,"msg":"IP banned until 1529256050872."}`;
  const network = createScriptedNetwork([{ status: 418, body }, { status: 200 }], clock.now);
  await openClient({ clock, fetch: network.fetch }).fetchKlines(PAGE);
  assertEquals(network.requests[1]!.atMs - START_MS, 120_000);
});
