import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { calibrateFold, type CalibrationInput } from "../../../ml/evaluate/calibrate_fold.ts";
import { fitCautiousFactor } from "../../../ml/evaluate/probability.ts";
import { HOUR_MS } from "../../../ml/series.ts";
import { normal, seeded } from "../random_series.ts";

const START_MS = Date.UTC(2024, 0, 1);
const COINS = ["BTC", "ETH", "SOL"];
const STEP_MS = 6 * HOUR_MS;
const MOMENTS = 4 * 60;
/** A third of the moments calibrate, the rest are tested. */
const TEST_FROM_MS = START_MS + 80 * STEP_MS;

function input(change: Partial<CalibrationInput> = {}): CalibrationInput {
  const random = seeded(1);
  const count = MOMENTS * COINS.length;
  const places = Array.from({ length: count }, (_, row) => row);
  return {
    model: "some",
    rows: {
      symbols: places.map((row) => COINS[row % 3]!),
      madeAtMs: Float64Array.from(places, (row) => START_MS + Math.floor(row / 3) * STEP_MS),
      close: new Float64Array(count).fill(100),
      volatility: new Float64Array(count).fill(0.01),
      actual: Float32Array.from(places, () => normal(random)),
    },
    quantiles: Float32Array.from(places.flatMap(() => [-1, -0.4, 0.1, 0.4, 1])),
    testFromMs: TEST_FROM_MS,
    heldOut: [],
    horizonHours: 24,
    ...change,
  };
}

/** The same rows with other outcomes where `isChanged`. */
function withOutcomes(isChanged: (madeAtMs: number, symbol: string) => boolean) {
  const { rows } = input();
  const actual = rows.actual.map((value, row) =>
    isChanged(rows.madeAtMs[row]!, rows.symbols[row]!) ? 9 + value : value
  );
  return input({ rows: { ...rows, actual } });
}

function stated(of: CalibrationInput, untilMs = Infinity) {
  return calibrateFold(of).filter(({ madeAtMs }) => madeAtMs <= untilMs)
    .map(({ actual: _actual, ...forecast }) => forecast);
}

Deno.test("a forecast knows the outcomes that were due when it was made, and no later ones", () => {
  const nowMs = TEST_FROM_MS + 60 * STEP_MS;
  const DAY_MS = 24 * HOUR_MS;
  const later = withOutcomes((madeAtMs) => madeAtMs + DAY_MS > nowMs);
  assertEquals(stated(later, nowMs), stated(input(), nowMs));
  const due = withOutcomes((madeAtMs) => madeAtMs + DAY_MS >= nowMs);
  assertEquals(stated(due, nowMs - 1), stated(input(), nowMs - 1));
  assertNotEquals(stated(due, nowMs), stated(input(), nowMs));
});

Deno.test("outcomes of held-out coins change no range and no probability", () => {
  const heldOut = ["ETH"];
  const other = withOutcomes((_, symbol) => symbol === "ETH");
  assertEquals(stated({ ...other, heldOut }), stated(input({ heldOut })));
  assertNotEquals(stated(other), stated(input()));
});

Deno.test("only the test block is forecast, from its first candle on", () => {
  const forecasts = calibrateFold(input());
  assertEquals(forecasts[0]!.madeAtMs, TEST_FROM_MS + STEP_MS);
  assertEquals(forecasts.length, (MOMENTS - 81) * COINS.length);
});

Deno.test("leans that come true are believed, noise is not, and a lucky day is not enough", () => {
  const random = seeded(2);
  const leans = (days: number, honest: boolean) =>
    Array.from({ length: days * 20 }, (_, row) => {
      const lean = 0.4 * (random() - 0.5);
      const rose = random() < 0.5 + (honest ? lean : 0);
      return { madeAtMs: START_MS + Math.floor(row / 20) * 24 * HOUR_MS, lean, rose };
    });
  const believed = fitCautiousFactor(leans(400, true));
  assert(believed > 0.7, `${believed}`);
  const noise = [1, 2, 3, 4, 5].map(() => fitCautiousFactor(leans(400, false)));
  assert(Math.max(...noise) < 0.2, `${noise}`);
  assertEquals(fitCautiousFactor(leans(1, true)), 0);
  assertEquals(fitCautiousFactor([]), 0);
});
