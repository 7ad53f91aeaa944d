import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { type Candle, parseKline } from "../../../jobs/exchange/kline.ts";
import { sharedData, START_MS } from "./client_harness.ts";

const HOUR_MS = 3_600_000;
const OPEN_MS = Math.floor(START_MS / HOUR_MS) * HOUR_MS - HOUR_MS;

/** A good row with one field exchanged. */
function rowWith(field: number, value: unknown): unknown[] {
  const row = [
    OPEN_MS,
    "87546.58000000",
    "88510.15000000",
    "87450.00000000",
    "88285.05000000",
    "865.62099000",
    OPEN_MS + HOUR_MS - 1,
    "76057266.53947790",
    264807,
    "542.81155000",
    "47703774.25225530",
    "0",
  ];
  return row.with(field, value as string);
}

function candleOf(row: unknown, nowMs = START_MS): Candle {
  const result = parseKline(row, nowMs);
  if (!result.ok) throw new Error(result.reason);
  return result.candle;
}

Deno.test("a good row is a candle with its decimals as they came", () => {
  const result = parseKline(rowWith(0, OPEN_MS), START_MS);
  assertEquals(result, {
    ok: true,
    candle: {
      openTimeMs: OPEN_MS,
      open: "87546.58000000",
      high: "88510.15000000",
      low: "87450.00000000",
      close: "88285.05000000",
      volume: "865.62099000",
      quoteVolume: "76057266.53947790",
      trades: 264807,
      isClosed: true,
    },
  });
});

Deno.test("a candle is open until its last millisecond is over", () => {
  for (const [nowMs, isClosed] of [[0, false], [HOUR_MS - 1, false], [HOUR_MS, true]] as const) {
    assertEquals(candleOf(rowWith(0, OPEN_MS), OPEN_MS + nowMs).isClosed, isClosed);
  }
});

const BAD: [name: string, row: unknown, reason: string][] = [
  ["no array", { open: 1 }, "not an array"],
  ["nothing", null, "null"],
  ["too few fields", [OPEN_MS, "1"], "2 fields, not 12"],
  ["an open time that is text", rowWith(0, String(OPEN_MS)), "is not a time"],
  ["an open time off the hour", rowWith(0, OPEN_MS + 60_000), "not on the hour"],
  ["a candle of the future", rowWith(0, OPEN_MS + 5 * HOUR_MS), "in the future"],
  ["a close time of another hour", rowWith(6, OPEN_MS + 2 * HOUR_MS), "not in the hour"],
  ["a price of words", rowWith(4, "NaN"), `close "NaN" is not a finite decimal`],
  ["a missing price", rowWith(1, null), "open null is not a finite decimal"],
  ["an infinite price", rowWith(2, Infinity), "high Infinity"],
  ["a price beyond floats", rowWith(2, "1e999"), `high "1e999"`],
  ["a negative price", rowWith(3, "-1.00"), `low "-1.00" is negative`],
  ["a price of zero", rowWith(3, "0.00"), "not positive"],
  ["a low above the open", rowWith(3, "87546.59"), "low 87546.59 is above"],
  ["a high below the close", rowWith(2, "88285.04"), "high 88285.04 is below"],
  ["a negative volume", rowWith(5, "-5"), `volume "-5" is negative`],
  ["a hexadecimal volume", rowWith(5, "0x10"), "not a finite decimal"],
  ["a padded number", rowWith(5, " 1"), "not a finite decimal"],
  ["a quote volume of nothing", rowWith(7, ""), "quote volume"],
  ["half a trade", rowWith(8, 1.5), "not a count"],
];

for (const [name, row, reason] of BAD) {
  Deno.test(`a row with ${name} is refused with the reason`, () => {
    const result = parseKline(row, START_MS);
    assertStringIncludes(result.ok ? "accepted" : result.reason, reason);
  });
}

Deno.test("scientific notation is written out, no digit lost", () => {
  const cases = [
    ["1e-7", "0.0000001"],
    ["1.25E-7", "0.000000125"],
    ["8.65e2", "865"],
    ["1.2345e2", "123.45"],
  ];
  for (const [text, plain] of cases) {
    assertEquals(candleOf(rowWith(5, text)).volume, plain);
  }
  assertEquals(candleOf(rowWith(5, 0.0000001)).volume, "0.0000001");
});

Deno.test("an hour without trades is a flat candle, not a bad one", () => {
  const flat = rowWith(2, "87546.58").with(3, "87546.58").with(4, "87546.58").with(5, "0").with(
    7,
    "0",
  );
  assert(parseKline(flat.with(8, 0), START_MS).ok);
});

Deno.test("parseKline never throws, and what it lets through keeps the rules", () => {
  const field = fc.oneof(
    fc.anything(),
    fc.double().map(String),
    fc.constantFrom(OPEN_MS, "1", "2.5", "1e3", "-1", "", "NaN"),
  );
  fc.assert(fc.property(fc.oneof(fc.anything(), fc.array(field, { maxLength: 13 })), (row) => {
    const result = parseKline(row, START_MS);
    if (!result.ok) assert(result.reason.length > 0);
  }));
  const edited = fc.tuple(fc.integer({ min: 0, max: 11 }), field);
  fc.assert(fc.property(fc.array(edited, { maxLength: 3 }), (edits) => {
    const row = edits.reduce((r, [at, value]) => r.with(at, value), rowWith(0, OPEN_MS));
    const result = parseKline(row, START_MS);
    if (!result.ok) return;
    const { open, high, low, close, volume } = result.candle;
    assert(Number(low) > 0 && Number(low) <= Number(open) && Number(low) <= Number(close));
    assert(Number(high) >= Number(open) && Number(high) >= Number(close) && Number(volume) >= 0);
    for (const text of [open, high, low, close, volume]) assert(/^\d+(\.\d+)?$/.test(text));
  }));
});

const minutes = sharedData("binance/klines_1m_500_2024-11.json");

Deno.test({
  name: "candles of minutes are not taken for hourly ones",
  ignore: minutes === null,
  fn: () => {
    const rows: unknown[] = JSON.parse(Deno.readTextFileSync(minutes!));
    const reasons = rows.map((row) => parseKline(row, START_MS)).filter((result) => !result.ok);
    assert(reasons.length > rows.length * 0.95, `${reasons.length} of ${rows.length} refused`);
  },
});

Deno.test("at least 300,000 rows are validated in a second", () => {
  const rows = Array.from({ length: 50_000 }, () => rowWith(0, OPEN_MS));
  for (const row of rows) parseKline(row, START_MS);
  const startedMs = performance.now();
  for (const row of rows) parseKline(row, START_MS);
  const rate = rows.length / ((performance.now() - startedMs) / 1000);
  assert(rate > 300_000, `${Math.round(rate)} rows/s`);
});
