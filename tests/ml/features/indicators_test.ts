import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { atr, trueRange } from "../../../ml/features/atr.ts";
import { bollinger } from "../../../ml/features/bollinger.ts";
import { ema } from "../../../ml/features/ema.ts";
import { macd } from "../../../ml/features/macd.ts";
import { obv } from "../../../ml/features/obv.ts";
import { rsi } from "../../../ml/features/rsi.ts";
import { sma } from "../../../ml/features/sma.ts";
import { DATA_URL, hasData } from "../real_candles.ts";

const WORKBOOK = "indicators/reference_250_bars.csv";
const SHEET = "indicators/rsi_stockcharts.json";

function readWorkbook(): Map<string, Float64Array> {
  const lines = Deno.readTextFileSync(new URL(WORKBOOK, DATA_URL)).trim().split("\n");
  const rows = lines.slice(1).map((line) => line.split(","));
  return new Map(
    lines[0]!.split(",").map((name, place) => [
      name.trim(),
      Float64Array.from(rows, (row) => row[place]?.trim() ? Number(row[place]) : NaN),
    ]),
  );
}

/** Equal to 1e-9 of the value's size, `NaN` in the same rows. */
function assertColumn(actual: Float64Array, expected: Float64Array, name: string): void {
  assertEquals(actual.length, expected.length);
  let compared = 0;
  expected.forEach((value, row) => {
    if (Number.isNaN(value)) return;
    const tolerance = 1e-9 * Math.max(1, Math.abs(value));
    assertAlmostEquals(actual[row]!, value, tolerance, `${name}, row ${row}`);
    compared++;
  });
  assert(compared > 200, `${name}: only ${compared} rows compared`);
}

function assertStart(actual: Float64Array, expected: Float64Array, name: string): void {
  const start = (values: Float64Array) => values.findIndex((value) => !Number.isNaN(value));
  assertEquals(start(actual), start(expected), `${name} starts in another row`);
}

Deno.test({
  name: "indicators equal the reference workbook to 1e-9, from the same row",
  ignore: !hasData(WORKBOOK),
  fn() {
    const book = readWorkbook();
    const of = (name: string) => book.get(name)!;
    const close = of("close");
    const { line, signal, histogram } = macd(close);
    const bands = bollinger(close);
    const computed: Record<string, Float64Array> = {
      rsi14: rsi(close),
      ema12: ema(close, 12),
      ema26: ema(close, 26),
      ema20: ema(close, 20),
      sma20: sma(close, 20),
      macd: line,
      macd_signal9: signal,
      macd_hist: histogram,
      bb_mid20: bands.middle,
      bb_upper: bands.upper,
      bb_lower: bands.lower,
      bb_pctb: bands.percentB,
      bb_width: bands.width,
      atr14: atr(of("high"), of("low"), close),
    };
    for (const [name, values] of Object.entries(computed)) {
      assertColumn(values, of(name), name);
      assertStart(values, of(name), name);
    }
    assertColumn(obv(close, of("volume")), of("obv"), "obv");
    assertColumn(trueRange(of("high"), of("low"), close), of("tr"), "tr");
  },
});

interface Sheet {
  readonly period: number;
  readonly close: number[];
  readonly expected_from_index: number;
  readonly expected: number[];
  readonly tol: number;
}

Deno.test({
  name: "RSI equals StockCharts' sheet, 100 where nothing was lost",
  ignore: !hasData(SHEET),
  fn() {
    const sheets: Sheet[] = JSON.parse(Deno.readTextFileSync(new URL(SHEET, DATA_URL)));
    assert(sheets.length >= 2);
    for (const sheet of sheets) {
      const values = rsi(Float64Array.from(sheet.close), sheet.period);
      assertEquals(values.findIndex((value) => !Number.isNaN(value)), sheet.expected_from_index);
      sheet.expected.forEach((expected, place) =>
        assertAlmostEquals(values[sheet.expected_from_index + place]!, expected, sheet.tol)
      );
    }
  },
});

Deno.test("RSI is 100 with gains alone, 0 with losses alone, 50 without any move", () => {
  const ramp = Float64Array.from({ length: 40 }, (_, row) => 100 + row);
  assertEquals(rsi(ramp)[39], 100);
  assertEquals(rsi(ramp.toReversed())[39], 0);
  assertEquals(rsi(new Float64Array(40).fill(7))[39], 50);
});

Deno.test("indicators of too short a history are undefined, not wrong", () => {
  const close = Float64Array.of(1, 2, 3);
  for (const values of [rsi(close), ema(close, 12), sma(close, 20), macd(close).signal]) {
    assert(values.every(Number.isNaN));
  }
  assert(bollinger(close).percentB.every(Number.isNaN));
  assert(atr(close, close, close).every(Number.isNaN));
  assertEquals(rsi(new Float64Array(0)).length, 0);
});

Deno.test("%b of a flat price is the middle, not a division by zero", () => {
  const { percentB, width } = bollinger(new Float64Array(30).fill(5));
  assertEquals(percentB[29], 0.5);
  assertEquals(width[29], 0);
});
