import { assert, assertEquals, assertMatch } from "@std/assert";
import type { MarketTendency } from "../../../server/markets/schema.ts";
import type { PredictTrendAnswer } from "../../../server/ml_actions/schema.ts";
import type { Top20 } from "../../../server/predictions/schema.ts";
import { testDatabase } from "../../helpers/database.ts";
import { ADMIN_KEY, getJson, startTestApp } from "../app_for_tests.ts";
import { NOW_MS, storeForecasts, storeMarket, storeTendencies } from "../market_for_tests.ts";

const ASK = {
  method: "POST",
  headers: { authorization: `Bearer ${ADMIN_KEY}` },
};

Deno.test("predict-trend says what was published, with its record, and no more", async () => {
  await using db = await testDatabase();
  await storeMarket(db);
  await storeForecasts(db);
  await storeTendencies(db);
  await using server = await startTestApp(db, { now: () => NOW_MS });
  const path = `${server.url}/api/v1/ml/predict-trend`;
  const answer = await getJson<PredictTrendAnswer>(path, ASK);
  const { predictions } = answer;
  const tendency = await getJson<MarketTendency>(`${server.url}/api/market/tendency`);
  const top = await getJson<Top20>(`${server.url}/api/predictions/top20`);
  assertEquals(predictions.tendency, tendency.tendency);
  assertEquals(answer.confidence, tendency.confidence);
  assertEquals(predictions.coins_forecast, top.count);
  const called = top.predictions.filter((one) => one.called).length;
  assertEquals(predictions.coins_called, called);
  for (const coin of predictions.coins) {
    const published = top.predictions.find(({ symbol }) => symbol === coin.symbol)!;
    assertEquals(coin.predicted_change_percent, published.predicted_change_percent);
    assertEquals(coin.verdict === "no edge over the naive forecast", !published.called);
  }
  assertMatch(answer.reasoning, new RegExp(`The market is ${tendency.tendency} now`));
  assertMatch(answer.reasoning, /too few for a record|forecasts came due/);
  assert(!/buy|sell|!/.test([answer.reasoning, ...answer.recommendations].join(" ")));

  const coin = await getJson<PredictTrendAnswer>(`${path}?symbol=btc`, ASK);
  assertEquals(coin.predictions.coins.map(({ symbol }) => symbol), ["BTC"]);
  assertMatch(
    coin.reasoning,
    /BTC over \d+ h: median [+−]\d+\.\d %.*edge over the naive forecast/s,
  );
  const [btc] = coin.predictions.coins;
  assertEquals(coin.confidence, top.predictions.find(({ symbol }) => symbol === "BTC")?.confidence);
  assert(btc!.lower < btc!.upper);
});
