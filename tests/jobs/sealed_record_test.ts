import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import {
  type ForecastInput,
  insertModel,
  publishForecasts as seal,
  readBookState,
  readDailyOutcomes,
  readRecordedForecasts,
  readSeries,
  readTrackRecord,
  verifyScores,
  verifySealedBook,
} from "../../db/mod.ts";
import { adaptRanges, widenForecast } from "../../jobs/adapt_ranges.ts";
import { HOUR_MS, hourOf } from "../../jobs/hours.ts";
import { makeCalls } from "../../jobs/make_calls.ts";
import { publishForecasts } from "../../jobs/publish_predictions.ts";
import { scorePredictions } from "../../jobs/score_predictions.ts";
import { naiveForecasts } from "../../ml/baselines/naive.ts";
import { trailingVolatility } from "../../ml/features/realized_volatility.ts";
import type { Forecast } from "../../ml/forecast.ts";
import type { CoinSeries } from "../../ml/series.ts";
import { modelInput } from "../helpers/market_rows.ts";
import { type SmallMarket, smallMarket } from "./trained_market.ts";

const DAY_MS = 24 * HOUR_MS;
const HORIZON = 6;
const STEP_HOURS = 6;

/** What was known at `atMs`. */
function until(series: CoinSeries, atMs: number): CoinSeries {
  const rows = series.openTime.findLastIndex((open) => open + HOUR_MS <= atMs) + 1;
  const cut = (column: Float64Array) => column.subarray(0, rows);
  const { symbol, openTime, open, high, low, close, volume, quoteVolume } = series;
  return {
    symbol,
    openTime: cut(openTime),
    open: cut(open),
    high: cut(high),
    low: cut(low),
    close: cut(close),
    volume: cut(volume),
    quoteVolume: cut(quoteVolume),
  };
}

/** A model that knows nothing of direction and believes its ranges to be half as wide as they are. */
function tooSure(naive: Forecast): Forecast {
  const half = (price: number) => Math.sqrt(price * naive.close);
  const path = naive.path.map((point) => ({
    ...point,
    q05: half(point.q05),
    q25: half(point.q25),
    q75: half(point.q75),
    q95: half(point.q95),
  }));
  return { ...naive, path, q10: half(naive.q10), q90: half(naive.q90) };
}

/** Publishes the model's forecasts of one moment as the hourly chain does, scored before. */
async function publishTooSure(market: SmallMarket, all: CoinSeries[]): Promise<boolean> {
  const { context } = market;
  const madeAtMs = hourOf(context.now());
  await scorePredictions(context);
  const ranges = await adaptRanges(context);
  const forecasts = all.map((one): ForecastInput => {
    const series = until(one, madeAtMs);
    const [naive] = naiveForecasts([series], { horizonHours: HORIZON, calibrationDays: 60 });
    const volatility = trailingVolatility(series.openTime, series.close).at(-1)!;
    const own = tooSure(naive!);
    const forecast = ranges === null ? own : widenForecast(own, volatility, ranges);
    return { ...forecast, volatility, naivePath: naive!.path };
  });
  await seal(context.db, {
    ...{ modelId: "too-sure", madeAtMs, publishedAtMs: context.now(), horizonHours: HORIZON },
    ...{ isFallback: false, ranges, forecasts },
  });
  return ranges !== null;
}

async function aMonth(market: SmallMarket): Promise<{ adaptedFromMs: number }> {
  const endMs = market.clock.nowMs;
  const series = await readSeries(market.db);
  await insertModel(market.db, modelInput("too-sure", 0));
  let adaptedFromMs = Infinity;
  for (let nowMs = endMs - 36 * DAY_MS; nowMs <= endMs; nowMs += STEP_HOURS * HOUR_MS) {
    market.clock.nowMs = nowMs;
    const adapted = await publishTooSure(market, series);
    if (adapted) adaptedFromMs = Math.min(adaptedFromMs, nowMs);
  }
  await scorePredictions(market.context);
  return { adaptedFromMs };
}

async function coverage(market: SmallMarket, fromMs: number, toMs: number): Promise<number> {
  const [row] = await market.db.sql<{ share: number }>(
    `select avg(in_90::int)::float8 as share from forecast_scores
     where horizon_hours = $3 and target_at > to_timestamp($1::float8 / 1000)
       and target_at <= to_timestamp($2::float8 / 1000)`,
    [fromMs, toMs, HORIZON],
  );
  return row!.share;
}

/** Every outcome of BTC is the close of its candle; none is given before its time. */
async function assertCandles({ db, clock }: SmallMarket): Promise<void> {
  const rows = await readRecordedForecasts(db, {
    ...{ symbol: "BTC", fromMs: clock.nowMs - 20 * DAY_MS, of: "model", stepHours: 1 },
  });
  const [btc] = await readSeries(db, { symbols: ["BTC"] });
  const due = rows.filter((row) => row.targetMs <= clock.nowMs);
  assert(due.length > 70);
  for (const { targetMs, actual } of due) {
    const row = btc!.openTime.indexOf(targetMs - HOUR_MS);
    assertEquals(actual, btc!.close[row]);
  }
  assert(rows.filter((row) => row.targetMs > clock.nowMs).every((row) => row.actual === null));
}

Deno.test("a month on record: scored when due, and ranges that were too narrow come right", async (t) => {
  await using market = await smallMarket();
  const { db, clock } = market;
  const { adaptedFromMs } = await aMonth(market);
  const publications = 36 * 24 / STEP_HOURS + 1;

  await t.step(
    "ranges are adapted after two weeks, and from then on cover what they say",
    async () => {
      const firstMs = clock.nowMs - 36 * DAY_MS;
      assert(adaptedFromMs >= firstMs + 12 * DAY_MS && adaptedFromMs <= firstMs + 14 * DAY_MS);
      const before = await coverage(market, firstMs, adaptedFromMs);
      const after = await coverage(market, adaptedFromMs + HORIZON * HOUR_MS, clock.nowMs);
      assert(before < 0.75, `too narrow at first: ${before}`);
      assertAlmostEquals(after, 0.9, 0.06);
    },
  );
  await t.step("every hour that is over has its score, beside the naive forecast's", async () => {
    const record = await readTrackRecord(db, {
      fromMs: clock.nowMs - 40 * DAY_MS,
      horizonHours: HORIZON,
    });
    assertEquals(record.of, "model");
    assertEquals(record.summary.forecasts, (publications - 1) * 4);
    assertEquals(record.summary.scored, record.summary.forecasts);
    assertEquals(record.byHorizon.map((row) => row.horizonHours), [1, 2, 3, 4, 5, 6]);
    assertEquals(record.byCoin.length, 4);
    assertEquals(record.byMonth.map((row) => row.month), ["2026-02", "2026-03"]);
    const sum = (rows: readonly { scored: number }[]) => rows.reduce((s, row) => s + row.scored, 0);
    assertEquals(sum(record.byMonth), record.summary.scored);
    assertEquals(sum(record.byCoin), record.summary.scored);
    assertEquals(record.summary.withNaive, record.summary.scored);
    assertEquals([record.summary.hits, record.summary.misses], [0, 0], "no direction was stated");
    assertAlmostEquals(record.summary.error, record.summary.naiveError, 1e-6);
  });
  await t.step("scores are those of the candles", () => assertCandles(market));
  await t.step("scoring again, and by two at once, changes nothing", async () => {
    const count = () =>
      db.sql("select count(*), sum(scored) as days from score_days, forecast_scores");
    const before = await count();
    await Promise.all([scorePredictions(market.context), scorePredictions(market.context)]);
    assertEquals(await count(), before);
  });
  await t.step(
    "a model without an edge is not called, and the reason counts its days",
    async () => {
      const outcomes = await readDailyOutcomes(db, {
        fromMs: 0,
        horizonHours: HORIZON,
        of: "model",
      });
      assertEquals(new Set(outcomes.map((one) => one.madeAtMs)).size, 37);
      const calls = await makeCalls(market.context, ["BTC", "NEW"]);
      assertEquals(calls.get("BTC")?.called, false);
      assertMatch(calls.get("BTC")!.reason, /^37 scored days/);
      assertMatch(calls.get("NEW")!.reason, /^0 scored days/);
    },
  );
  await t.step("the book of all of it is proved", async () => {
    const verdict = await verifySealedBook(db);
    assertEquals([verdict.ok, verdict.checked.publications], [true, publications]);
  });
  await t.step("a miss that is made a hit is found", async () => {
    const { checked, firstWrong } = await verifyScores(db);
    assertEquals([checked, firstWrong], [(publications - 1) * 4 * HORIZON, undefined]);
    await db.sql("alter table forecast_scores disable trigger forecast_scores_sealed");
    await db.sql("update forecast_scores set in_90 = true where not in_90 and horizon_hours = 6");
    assertEquals((await verifyScores(db)).firstWrong?.horizonHours, HORIZON);
  });
});

/** Publishes the naive forecast now and moves on until all of it is due. */
async function publishAndWait(market: SmallMarket): Promise<number> {
  const end = market.clock.nowMs;
  market.clock.nowMs = end - 2 * DAY_MS;
  await publishForecasts(market.context);
  const madeAtMs = hourOf(market.clock.nowMs);
  market.clock.nowMs = end;
  return madeAtMs;
}

async function withoutCandle(market: SmallMarket, openMs: number): Promise<() => Promise<void>> {
  const where = `crypto_id = (select id from cryptocurrencies where symbol = 'BTC')
    and open_time = to_timestamp($1::float8 / 1000)`;
  const [kept] = await market.db.sql<{ row: unknown }>(
    `delete from candles k where ${where} returning to_jsonb(k) as row`,
    [openMs],
  );
  return async () => {
    await market.db.sql(
      "insert into candles select * from jsonb_populate_record(null::candles, $1::jsonb)",
      [JSON.stringify(kept!.row)],
    );
  };
}

Deno.test("an hour without a candle is scored when the candle comes", async () => {
  await using market = await smallMarket();
  const madeAtMs = await publishAndWait(market);
  const putBack = await withoutCandle(market, madeAtMs + HOUR_MS);
  assertEquals(await scorePredictions(market.context), {
    publications: 1,
    scored: 4 * HORIZON - 1,
    unscorable: 0,
  });
  await putBack();
  assertEquals((await scorePredictions(market.context)).scored, 1);
  assertEquals(await scorePredictions(market.context), {
    publications: 0,
    scored: 0,
    unscorable: 0,
  });
});

Deno.test("an hour whose candle never comes is recorded as unscorable, with the reason", async () => {
  await using market = await smallMarket();
  const madeAtMs = await publishAndWait(market);
  await withoutCandle(market, madeAtMs + (HORIZON - 1) * HOUR_MS);
  await scorePredictions(market.context);
  market.clock.nowMs += 6 * DAY_MS;
  assertEquals((await scorePredictions(market.context)).unscorable, 1);
  const [row] = await readRecordedForecasts(market.db, {
    ...{ symbol: "BTC", fromMs: madeAtMs, of: "naive", stepHours: 1 },
  });
  assertEquals([row?.actual, row?.hit], [null, null]);
  assertMatch(row!.unscorableReason ?? "", /not collected in time/);
  const record = await readTrackRecord(market.db, { fromMs: madeAtMs, horizonHours: HORIZON });
  assertEquals([record.summary.forecasts, record.summary.scored], [4, 3]);
});

Deno.test("what is written after its first hour is over is kept, marked and never scored", async () => {
  await using market = await smallMarket();
  await market.db.sql("delete from candles where open_time >= to_timestamp($1)", [
    (hourOf(market.clock.nowMs) - HOUR_MS) / 1000,
  ]);
  const result = await publishForecasts(market.context);
  assertEquals([result.created, result.madeAtMs], [true, hourOf(market.clock.nowMs) - HOUR_MS]);
  const book = await readBookState(market.db);
  assertEquals([book.publications, book.late], [1, 1]);
  market.clock.nowMs += DAY_MS;
  assertEquals((await scorePredictions(market.context)).publications, 0);
  assertEquals((await verifySealedBook(market.db)).ok, true);
});
