import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parseKline } from "../../../jobs/exchange/kline.ts";
import { startSimulatedExchange } from "../../../jobs/exchange/simulated.ts";
import { FaultSpecError, parseFaults } from "../../../jobs/exchange/simulated/fault_spec.ts";
import { START_MS } from "./client_harness.ts";

const HOUR_MS = 3_600_000;

interface Outcome {
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
}

/** Runs an exchange with faults and hands over a way to ask it for a day of BTC. */
async function withFaults(
  faults: string,
  run: (ask: () => Promise<Outcome>, url: string) => Promise<void>,
): Promise<void> {
  let nowMs = START_MS;
  const exchange = await startSimulatedExchange({ faults, now: () => nowMs });
  const fromMs = Date.UTC(2026, 1, 1);
  const path = `/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=${fromMs}&limit=24`;
  try {
    await run(async () => {
      nowMs += 1000;
      const response = await fetch(`${exchange.url}${path}`);
      const retryAfter = response.headers.get("retry-after");
      return { status: response.status, text: await response.text(), retryAfter };
    }, exchange.url);
  } finally {
    await exchange.close();
  }
}

function openTimes(text: string): number[] {
  return (JSON.parse(text) as unknown[][]).map((row) => Number(row[0]));
}

/** How the request failed, in the words of fetch. */
async function failure(ask: () => Promise<Outcome>): Promise<string> {
  try {
    return `HTTP ${(await ask()).status}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

Deno.test("5xx strikes as often as it says", () =>
  withFaults("5xx:0.3", async (ask) => {
    const statuses = await Promise.all(Array.from({ length: 100 }, ask));
    const failed = statuses.filter(({ status }) => status >= 500).length;
    assert(failed > 15 && failed < 45, `${failed} of 100`);
  }));

Deno.test("html503 and garbage answer in HTML", async () => {
  await withFaults("html503", async (ask) => {
    const { status, text } = await ask();
    assertEquals(status, 503);
    assertStringIncludes(text, "CloudFront");
  });
  await withFaults("garbage", async (ask) => {
    const { status, text } = await ask();
    assertEquals(status, 200);
    assertThrows(() => JSON.parse(text), SyntaxError);
  });
});

Deno.test("reset and truncate break the connection", async () => {
  await withFaults(
    "reset",
    async (ask) => assertStringIncludes(await failure(ask), "fetch failed"),
  );
  await withFaults("truncate", async (ask) => assertStringIncludes(await failure(ask), "body"));
});

Deno.test("slow answers late, and right", () =>
  withFaults("slow@120ms", async (ask) => {
    const startedMs = performance.now();
    assertEquals(openTimes((await ask()).text).length, 24);
    assert(performance.now() - startedMs >= 115);
  }));

Deno.test("429 and 418 start after some answers and end when they said", async () => {
  await withFaults("429:after=2@5s", async (ask, url) => {
    const outcomes: Outcome[] = [];
    for (let i = 0; i < 9; i++) outcomes.push(await ask()); // one a second
    assertEquals(outcomes.map((o) => o.status), [200, 200, 429, 429, 429, 429, 429, 200, 200]);
    assertEquals(outcomes.slice(2, 5).map((o) => o.retryAfter), ["5", "4", "3"]);
    assertEquals((await (await fetch(`${url}/simulator/faults`)).json()).early, 4);
  });
  await withFaults("418:after=0@3m", async (ask) => {
    const { status, text, retryAfter } = await ask();
    assertEquals([status, retryAfter], [418, "180"]);
    assertStringIncludes(text, `IP banned until ${START_MS + 1000 + 180_000}`);
  });
});

Deno.test("451 and 403 bar every request", async () => {
  await withFaults("451", async (ask) => assertEquals((await ask()).status, 451));
  await withFaults("403", async (ask) => assertEquals((await ask()).status, 403));
});

Deno.test("badrow damages one row of a page, so that validation refuses it", () =>
  withFaults("badrow", async (ask) => {
    const reasons = new Set<string>();
    for (let i = 0; i < 40; i++) {
      const rows: unknown[] = JSON.parse((await ask()).text);
      const bad = rows.map((row) => parseKline(row, START_MS)).filter((result) => !result.ok);
      assertEquals(bad.length, 1);
      reasons.add(bad[0]!.reason.replace(/[\d."]+/g, "#"));
    }
    assert(reasons.size >= 5, [...reasons].join("; "));
  }));

Deno.test("shuffle, duplicate and drop change the page, not the candles", async () => {
  let whole: number[] = [];
  await withFaults("", async (ask) => void (whole = openTimes((await ask()).text)));
  await withFaults("shuffle", async (ask) => {
    const times = openTimes((await ask()).text);
    assert(times.some((time, i) => time !== whole[i]));
    assertEquals(times.sort(), whole);
  });
  await withFaults("duplicate", async (ask) => {
    const times = openTimes((await ask()).text);
    assert(times.length > 24);
    assertEquals([...new Set(times)], whole);
  });
  await withFaults("drop:0.5", async (ask) => {
    const seen = new Set<number>();
    const lengths: number[] = [];
    for (let i = 0; i < 10; i++) {
      const times = openTimes((await ask()).text);
      lengths.push(times.length);
      for (const time of times) seen.add(time);
    }
    assert(Math.min(...lengths) < 24 && Math.max(...lengths) === 24, String(lengths));
    assertEquals(seen.size, 24);
  });
});

Deno.test("an outage never traded: the page goes on behind it", () =>
  withFaults("outage:BTCUSDT:2026-02-01T05/2026-02-01T08", async (ask) => {
    const times = openTimes((await ask()).text);
    const missing = [5, 6, 7].map((hour) => Date.UTC(2026, 1, 1, hour));
    assertEquals(times.length, 24);
    assertEquals(times.filter((time) => missing.includes(time)), []);
    assertEquals(times.at(-1), Date.UTC(2026, 1, 1) + 26 * HOUR_MS);
  }));

Deno.test("faults are changed while it runs, and a wrong spec is refused", () =>
  withFaults("451", async (ask, url) => {
    const post = (body: string) => fetch(`${url}/simulator/faults`, { method: "POST", body });
    const wrong = await post("5xx:2");
    assertEquals(wrong.status, 400);
    assertStringIncludes((await wrong.json()).error, "probability from 0 to 1");
    assertEquals((await ask()).status, 451);
    assertEquals((await (await post("shuffle")).json()).faults, "shuffle");
    assertEquals((await ask()).status, 200);
  }));

const WRONG_SPECS: [spec: string, words: string][] = [
  ["explode", `unknown fault "explode"`],
  ["5xx:lots", `a probability from 0 to 1, not "lots"`],
  ["slow:0.1", "needs a duration"],
  ["slow:0.1@soon", "no readable duration"],
  ["429:after=x@5s", "needs a count of requests"],
  ["outage:BTCUSDT", "needs a symbol and two times"],
  ["outage:BTCUSDT:2024-01-02T00/2024-01-01T00", "ends before it starts"],
  ["451:0.5", "unknown fault"],
];

Deno.test("a wrong spec is told in plain words", () => {
  for (const [spec, words] of WRONG_SPECS) {
    assertStringIncludes(assertThrows(() => parseFaults(spec), FaultSpecError).message, words);
  }
});
