import { assert, assertEquals, assertMatch } from "@std/assert";
import { decideCalls, type ScoredForecast } from "../../../ml/evaluate/calls.ts";
import { shuffle } from "../../../ml/random.ts";
import { normal, seeded } from "../random_series.ts";

const DAY_MS = 86_400_000;

interface MarketRecord {
  readonly coins: number;
  readonly days: number;
  /** Correlation of the stated move with what comes. */
  readonly skill: (coin: number) => number;
  readonly perDay?: number;
  readonly seed?: number;
}

function makeRecord({ coins, days, skill, perDay = 1, seed = 1 }: MarketRecord): ScoredForecast[] {
  const random = seeded(seed);
  return Array.from({ length: coins * days * perDay }, (_, place) => {
    const coin = place % coins;
    const madeAtMs = Math.floor(place / coins) * DAY_MS / perDay;
    const signal = normal(random);
    const move = 0.03 * (skill(coin) * signal + Math.sqrt(1 - skill(coin) ** 2) * normal(random));
    const stated = 0.03 * 0.1 * signal;
    return {
      symbol: `C${coin}`,
      madeAtMs,
      targetMs: madeAtMs + DAY_MS,
      close: 100,
      q50: 100 * Math.exp(stated),
      actual: 100 * Math.exp(move),
    };
  });
}

function called(history: readonly ScoredForecast[]): string[] {
  return [...decideCalls(history)].filter(([, one]) => one.called).map(([symbol]) => symbol);
}

Deno.test("a coin whose signal was planted is called, and no other", () => {
  const history = makeRecord({ coins: 20, days: 250, skill: (coin) => coin === 7 ? 0.5 : 0 });
  assertEquals(called(history), ["C7"]);
  const { pValue, reason } = decideCalls(history).get("C7")!;
  assert(pValue < 0.0005);
  assertMatch(reason, /^Erred less than the naive forecast over 250 days/);
});

Deno.test("shuffled outcomes give no calls", () => {
  const history = makeRecord({ coins: 20, days: 250, skill: () => 0.5 });
  assertEquals(called(history).length, 20);
  let calls = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const order = shuffle(Int32Array.from(history.keys()), seeded(seed));
    calls += called(history.map((one, at) => ({ ...one, actual: history[order[at]!]!.actual })))
      .length;
  }
  assert(calls <= 2, `${calls} calls in 20 shuffled histories of 20 coins`);
});

Deno.test("before sixty scored days nothing is called, and the reason says so", () => {
  const decisions = decideCalls(makeRecord({ coins: 1, days: 59, skill: () => 0.9 }));
  assertEquals(decisions.get("C0"), {
    called: false,
    pValue: 1,
    days: 59,
    reason: "59 scored days; an edge can be told from 60 on.",
  });
  assertEquals(called(makeRecord({ coins: 1, days: 60, skill: () => 0.9 })), ["C0"]);
});

Deno.test("overlapping forecasts of a day count once", () => {
  const hourly = makeRecord({ coins: 2, days: 40, perDay: 24, skill: () => 0.9 });
  assertEquals(decideCalls(hourly).get("C0")!.days, 40);
  assertEquals(called(hourly), []);
});

Deno.test("a coin that errs more than the naive forecast is not called", () => {
  assertEquals(called(makeRecord({ coins: 1, days: 200, skill: () => -0.9 })), []);
  assertEquals(decideCalls([]), new Map());
});
