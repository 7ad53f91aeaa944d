import { assertEquals, assertRejects } from "@std/assert";
import {
  coinPrediction,
  insertModel,
  latestPublication,
  promoteModel,
  publishForecasts,
  type PublishForecastsInput,
} from "../../../db/mod.ts";
import { testDatabase } from "../../helpers/database.ts";
import {
  forecastInput,
  HOUR_MS,
  modelInput,
  seedCoins,
  START_MS,
} from "../../helpers/market_rows.ts";

function publication(
  modelId: string | null,
  hour: number,
  ...symbols: string[]
): PublishForecastsInput {
  return {
    modelId,
    madeAtMs: START_MS + hour * HOUR_MS,
    publishedAtMs: START_MS + hour * HOUR_MS + 5000,
    horizonHours: 2,
    isFallback: modelId === null,
    reason: modelId === null ? "There is no trained model yet." : null,
    forecasts: symbols.map((symbol) => forecastInput(symbol, hour)),
  };
}

Deno.test("publishForecasts", async (t) => {
  await using db = await testDatabase();
  await seedCoins(db, "BTC", "ETH");
  await insertModel(db, modelInput("m1", 0));
  await promoteModel(db, { modelId: "m1", decision: "The first." });

  await t.step("nothing is published at first", async () => {
    assertEquals(await latestPublication(db), null);
    assertEquals(await coinPrediction(db, "BTC"), null);
  });
  await t.step("the naive forecast says what it is", async () => {
    await publishForecasts(db, publication(null, 1, "ETH", "BTC"));
    const latest = await latestPublication(db);
    assertEquals(latest?.model, null);
    assertEquals(latest?.publication.isFallback, true);
    assertEquals(latest?.publication.reason, "There is no trained model yet.");
    assertEquals(latest?.predictions.map((one) => one.symbol), ["BTC", "ETH"]);
    assertEquals(latest?.predictions[0], {
      symbol: "BTC",
      name: "BTC coin",
      rank: 1,
      close: 100,
      q05: 95,
      q10: null,
      q25: 98,
      q50: 101.5,
      q75: 104,
      q90: null,
      q95: 109.25,
      probabilityUp: 0.53,
      confidence: 0.52,
      called: false,
      callReason: null,
    });
  });
  await t.step("a model's goes before the naive one of the same hour", async () => {
    const result = await publishForecasts(db, publication("m1", 1, "BTC"));
    assertEquals([result.created, result.predictions], [true, 1]);
    const latest = await latestPublication(db);
    assertEquals(latest?.model, { id: "m1", type: "LSTM", trainedAtMs: START_MS });
    const coin = await coinPrediction(db, "BTC");
    assertEquals(coin?.publication.id, result.publicationId);
    assertEquals(coin?.prediction.path, [...forecastInput("BTC", 1).path]);
    assertEquals((await coinPrediction(db, "ETH"))?.model, null);
  });
  await t.step("what is published is not replaced", async () => {
    const again = publication("m1", 1, "BTC", "ETH");
    const result = await publishForecasts(db, again);
    assertEquals([result.created, result.predictions], [false, 1]);
    assertEquals((await publishForecasts(db, publication(null, 1))).created, false);
  });
  await t.step("a later hour goes before an earlier one", async () => {
    await publishForecasts(db, publication(null, 2, "BTC"));
    assertEquals((await latestPublication(db))?.publication.madeAtMs, START_MS + 2 * HOUR_MS);
  });
  await t.step(
    "of one hour, the champion's, then another model's, then the naive one",
    async () => {
      await insertModel(db, modelInput("m2", 1));
      await promoteModel(db, { modelId: "m2", decision: "Better." });
      const models: (string | null)[] = ["m1", "m1", "m2", "m2"];
      for (const [at, modelId] of ["m1", null, "m2", "m1"].entries()) {
        await publishForecasts(db, publication(modelId, 3, "BTC"));
        assertEquals((await latestPublication(db))?.publication.modelId, models[at]);
        assertEquals((await coinPrediction(db, "BTC"))?.publication.modelId, models[at]);
      }
    },
  );
});

Deno.test("what moved a forecast is kept with it, where it is known", async () => {
  await using db = await testDatabase();
  await seedCoins(db, "BTC");
  const attribution = {
    method: "occlusion" as const,
    groups: [
      { group: "volatility", effectOnMedianPercent: 0, effectOnWidthPercent: 0.8, level: 1.5 },
    ],
    typical: { medianPercent: 0, widthPercent: 4 },
    forecast: { medianPercent: 0.01, widthPercent: 4.8 },
    completeness: { median: 0, width: 1 },
    volatility: { nowPercent: 0.6, usualPercent: 0.5 },
  };
  await publishForecasts(db, publication(null, 1, "BTC"));
  assertEquals((await coinPrediction(db, "BTC"))?.prediction.attribution, null);
  const input = publication(null, 2, "BTC");
  const forecasts = input.forecasts.map((one) => ({ ...one, attribution }));
  await publishForecasts(db, { ...input, forecasts });
  assertEquals((await coinPrediction(db, "BTC"))?.prediction.attribution, attribution);
});

Deno.test("a publication with one impossible forecast is not published at all", async (t) => {
  await using db = await testDatabase();
  await seedCoins(db, "BTC", "ETH");
  const good = forecastInput("BTC", 1);
  const eth = forecastInput("ETH", 1);
  const last = eth.path.at(-1)!;
  const impossible = {
    "unknown coin": { ...eth, symbol: "NONE" },
    "coin named twice": good,
    "quantiles that cross": { ...eth, path: [{ ...last, q05: 99 }] },
    "price that is not a number": { ...eth, path: [{ ...last, q95: NaN }] },
    "probability above one": { ...eth, probabilityUp: 1.01 },
    "path that ends too soon": { ...eth, path: eth.path.slice(0, 1) },
  };
  for (const [name, forecast] of Object.entries(impossible)) {
    await t.step(name, async () => {
      const input = { ...publication(null, 1), forecasts: [good, forecast] };
      await assertRejects(() => publishForecasts(db, input));
      assertEquals(await latestPublication(db), null);
    });
  }
});
