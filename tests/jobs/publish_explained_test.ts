import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { coinPrediction, promoteModel } from "../../db/mod.ts";
import { collectCandles } from "../../jobs/collect_candles.ts";
import { HOUR_MS } from "../../jobs/hours.ts";
import { publishForecasts } from "../../jobs/publish_predictions.ts";
import { retrainModel } from "../../jobs/retrain_model.ts";
import { FEATURE_GROUPS } from "../../ml/explain/feature_groups.ts";
import { toExplanation } from "../../server/predictions/explanation_view.ts";
import { type SmallMarket, smallMarket } from "./trained_market.ts";

/** What moved the newest forecast of a coin, as it is served. */
async function explained(market: SmallMarket, symbol: string) {
  const { prediction } = (await coinPrediction(market.db, symbol))!;
  return { ...toExplanation(prediction)!, method: prediction.attribution!.method };
}

Deno.test("every published forecast says what moved it", async (t) => {
  await using market = await smallMarket();
  await t.step("the naive one, by formula", async () => {
    await publishForecasts(market.context);
    const { method, text, typical, forecast, groups } = await explained(market, "BTC");
    assertEquals(method, "naive");
    assertMatch(text, /^This is the naive forecast/);
    const width = typical.width_percent + groups[0]!.effect_on_width_percent;
    assertAlmostEquals(width, forecast.width_percent, forecast.width_percent * 1e-3);
  });
  await t.step("the champion's, by occlusion, beside a naive one for a young coin", async () => {
    const { modelId } = await retrainModel(market.context, { quick: true, budgetMs: 20_000 });
    await promoteModel(market.db, { modelId, decision: "Promoted for this test." });
    market.clock.nowMs += HOUR_MS;
    await collectCandles(market.context, { mode: "forward" });
    await market.db.sql(
      `delete from candles where open_time < $1::timestamptz
         and crypto_id = (select id from cryptocurrencies where symbol = 'SOL')`,
      [new Date(market.clock.nowMs - 8 * 24 * HOUR_MS).toISOString()],
    );
    assertEquals((await publishForecasts(market.context)).modelId, modelId);
    const { method, text, groups, adapted_width_percent, completeness } = await explained(
      market,
      "BTC",
    );
    assertEquals([method, groups.length], ["occlusion", FEATURE_GROUPS.length]);
    assertMatch(text, /the median.*The 90 % range spans \d+\.\d+ % of the price, /);
    // No outcome is known yet: what was taken apart is what was published.
    assertAlmostEquals(adapted_width_percent, 0, 1e-2);
    assert(completeness.width > 0.9, `${completeness.width} of the width is explained`);
    assertEquals((await explained(market, "SOL")).method, "naive");
  });
});
