import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "@std/path";
import {
  championModel,
  coinPrediction,
  insertModel,
  latestPublication,
  latestTendency,
  promoteModel,
} from "../../db/mod.ts";
import { classifyMarketTendency } from "../../jobs/classify_tendency.ts";
import { collectCandles } from "../../jobs/collect_candles.ts";
import { HOUR_MS, hourOf } from "../../jobs/hours.ts";
import { publishForecasts } from "../../jobs/publish_predictions.ts";
import { retrainModel } from "../../jobs/retrain_model.ts";
import { type SmallMarket, smallMarket } from "./trained_market.ts";

const QUICK = { quick: true, budgetMs: 20_000 } as const;

/** Two models that have both been champion: the second is it now. */
async function withTwoChampions(market: SmallMarket): Promise<{ first: string; second: string }> {
  const ids: string[] = [];
  for (const type of ["LSTM", "GRU"] as const) {
    const { modelId } = await retrainModel(market.context, { ...QUICK, type });
    await promoteModel(market.db, { modelId, decision: "Promoted for this test." });
    ids.push(modelId);
    market.clock.nowMs += 1000;
  }
  return { first: ids[0]!, second: ids[1]! };
}

/** Moves to the next hour, so that there is something new to publish. */
async function nextHour(market: SmallMarket): Promise<void> {
  market.clock.nowMs += HOUR_MS;
  await collectCandles(market.context, { mode: "forward" });
}

Deno.test("without a model the naive forecast of every coin is published and says what it is", async () => {
  await using market = await smallMarket();
  const result = await publishForecasts(market.context);
  assertEquals([result.modelId, result.coins, result.created], [null, 4, true]);
  const stored = await latestPublication(market.db);
  assertEquals(stored?.publication.madeAtMs, hourOf(market.clock.nowMs));
  assertEquals(stored?.publication.isFallback, false);
  assertEquals(stored?.publication.reason, "No model has been promoted yet.");
  for (const one of stored!.predictions) {
    assert(one.q05 < one.q25 && one.q25 < one.q50 && one.q50 < one.q75 && one.q75 < one.q95);
    assert(Math.abs(one.q50 / one.close - 1) < 1e-6);
    assertEquals([one.probabilityUp, one.confidence], [0.5, 0.5]);
  }
  const btc = await coinPrediction(market.db, "BTC");
  assertEquals(btc?.prediction.path.length, 6);
});

Deno.test("publishing twice for the same hour changes nothing", async () => {
  await using market = await smallMarket();
  await publishForecasts(market.context);
  const again = await publishForecasts(market.context);
  assertEquals(again.created, false);
  const [counts] = await market.db.sql<{ publications: number; predictions: number }>(
    `select (select count(*) from forecast_publications) as publications,
       (select count(*) from predictions) as predictions`,
  );
  assertEquals(counts, { publications: 1, predictions: 4 });
});

Deno.test("a coin without enough history has the naive forecast beside the model's", async () => {
  await using market = await smallMarket();
  const { modelId } = await retrainModel(market.context, QUICK);
  await promoteModel(market.db, { modelId, decision: "Promoted for this test." });
  await market.db.sql(
    `delete from candles where open_time < $1::timestamptz
       and crypto_id = (select id from cryptocurrencies where symbol = 'SOL')`,
    [new Date(market.clock.nowMs - 8 * 24 * HOUR_MS).toISOString()],
  );
  const result = await publishForecasts(market.context);
  assertEquals([result.modelId, result.coins], [modelId, 4]);
  assertMatch(result.reason ?? "", /^Naive for SOL \(/);
  const stored = await latestPublication(market.db);
  assertEquals(stored?.predictions.find((one) => one.symbol === "SOL")?.confidence, 0.5);
  for (const one of stored!.predictions) {
    assertEquals(one.called, false);
    const isNaive = one.symbol === "SOL";
    assertMatch(one.callReason ?? "", isNaive ? /^The naive forecast/ : /^0 scored days/);
    assert(
      one.q05 <= one.q10! && one.q10! <= one.q25 && one.q75 <= one.q90! && one.q90! <= one.q95,
    );
  }
  const beside = await market.db.sql<{ median: number; close: number; volatility: number }>(
    "select naive_path[28] as median, close, volatility from predictions",
  );
  assertEquals(beside.length, 4);
  for (const { median, close, volatility } of beside) {
    assert(Math.abs(median / close - 1) < 1e-6 && volatility > 0);
  }
});

Deno.test("a coin that is behind the market is left out", async () => {
  await using market = await smallMarket();
  await market.db.sql(
    `delete from candles where open_time > $1::timestamptz
       and crypto_id = (select id from cryptocurrencies where symbol = 'SOL')`,
    [new Date(market.clock.nowMs - 5 * HOUR_MS).toISOString()],
  );
  const result = await publishForecasts(market.context);
  assertEquals(result.coins, 3);
  assert(market.log.lines.some((line) => /behind the market: SOL/.test(line.message)));
});

type Spoil = (onnx: string, manifest: string) => Promise<void>;
const SPOILED: readonly (readonly [string, Spoil])[] = [
  ["garbage", (onnx) => Deno.writeTextFile(onnx, "this is no model")],
  ["empty", (onnx) => Deno.writeFile(onnx, new Uint8Array())],
  ["missing", (onnx) => Deno.remove(onnx)],
  ["without a manifest", (_, manifest) => Deno.remove(manifest)],
  ["of another shape than its manifest says", async (_, manifest) => {
    // The checksum is right and the file sound, but the manifest is that of another network.
    const text = JSON.parse(await Deno.readTextFile(manifest));
    text.units += 1;
    text.horizonHours = 5;
    text.calibration.offset90.pop();
    text.calibration.offset50.pop();
    await Deno.writeTextFile(manifest, JSON.stringify(text));
  }],
];

Deno.test("a bad model file leaves the last good model serving, and then naive, with a warning", async (t) => {
  await using market = await smallMarket();
  const { first, second } = await withTwoChampions(market);
  // What the database has would mend what is done to the files.
  await market.db.sql("update model_artifacts set bytes = 'no model either'::bytea");
  const dir = market.context.config.modelsDir;
  const onnx = join(dir, `${second}.onnx`);
  const manifest = join(dir, `${second}.json`);
  const good = { onnx: await Deno.readFile(onnx), manifest: await Deno.readFile(manifest) };
  assertEquals((await publishForecasts(market.context)).modelId, second);
  for (const [name, spoil] of SPOILED) {
    await t.step(`a file that is ${name}`, async () => {
      await spoil(onnx, manifest);
      await nextHour(market);
      const result = await publishForecasts(market.context);
      assertEquals(result.modelId, first);
      const stored = await latestPublication(market.db);
      assertEquals(stored?.publication.modelId, first);
      assertEquals(stored?.publication.isFallback, true);
      assertMatch(
        stored?.publication.reason ?? "",
        new RegExp(`Model ${second} could not be used`),
      );
      assertEquals((await championModel(market.db))?.id, second);
      assert(
        market.log.lines.some((line) => line.level === "warn" && line.message.includes(second)),
      );
      await Deno.writeFile(onnx, good.onnx);
      await Deno.writeFile(manifest, good.manifest);
    });
  }
  await t.step("once the file is back, so is the champion", async () => {
    await nextHour(market);
    assertEquals((await publishForecasts(market.context)).modelId, second);
  });
  await t.step("no usable file at all gives the naive forecast", async () => {
    await Deno.remove(dir, { recursive: true });
    await nextHour(market);
    const result = await publishForecasts(market.context);
    assertEquals([result.modelId, result.coins], [null, 4]);
    assertEquals((await latestPublication(market.db))?.publication.isFallback, true);
  });
});

Deno.test("a champion that was never installed does not stop publication", async () => {
  await using market = await smallMarket();
  await insertModel(market.db, {
    id: "lstm-ghost",
    type: "LSTM",
    engine: "onnx",
    manifest: {},
    filePath: "lstm-ghost.onnx",
    sha256: "0".repeat(64),
    metrics: {},
    trainedAtMs: market.clock.nowMs,
  });
  await promoteModel(market.db, { modelId: "lstm-ghost", decision: "Promoted for this test." });
  const result = await publishForecasts(market.context);
  assertEquals([result.modelId, result.coins], [null, 4]);
  assertMatch(result.reason ?? "", /lstm-ghost/);
});

Deno.test("the market's tendency is stored with its rule and its numbers", async () => {
  await using market = await smallMarket();
  const result = await classifyMarketTendency(market.context);
  const stored = await latestTendency(market.db);
  assertEquals(stored?.tendency, result?.tendency);
  assertEquals(stored?.atMs, hourOf(market.clock.nowMs));
  assertEquals(stored?.metrics.coins, 4);
  assertMatch(stored?.explanation ?? "", /\d/);
  const changes = await market.db.sql<{ change: number }>(
    `select ((b.close / a.close - 1) * 100)::float8 as change from candles a
     join candles b on b.crypto_id = a.crypto_id
       and b.open_time = a.open_time + interval '24 hours'
     where b.open_time = to_timestamp($1)`,
    [(hourOf(market.clock.nowMs) - HOUR_MS) / 1000],
  );
  const mean = changes.reduce((sum, row) => sum + row.change, 0) / 4;
  assert(Math.abs(stored!.metrics.avg_change_percent! - mean) < 1e-9);
});

Deno.test("an empty database has nothing to publish and says so", async () => {
  await using market = await smallMarket();
  await market.db.sql("delete from candles");
  const result = await publishForecasts(market.context);
  assertEquals([result.coins, result.madeAtMs, result.created], [0, null, false]);
  assertEquals(await classifyMarketTendency(market.context), null);
  assertEquals(await latestPublication(market.db), null);
});
