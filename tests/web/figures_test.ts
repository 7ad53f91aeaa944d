import { assert, assertEquals } from "@std/assert";
import { intervalFigure, intervalFigureHeight } from "../../web/charts/interval_figure.ts";
import { contrast } from "../../web/charts/palette.ts";
import { tileColor, tileInk, treemapFigure } from "../../web/charts/treemap_figure.ts";
import { PALETTE, sampleCoin, samplePrediction } from "./charts_samples.ts";

Deno.test("ranges are drawn in percent of the price, a segment per coin", () => {
  const rows = [samplePrediction(), samplePrediction({ symbol: "ETH", current_price: 200 })];
  const [ninety, , dots] = intervalFigure(rows, PALETTE).data;
  const x = (ninety?.["x"] as (number | null)[]).map((value) =>
    value === null ? null : Number(value.toFixed(6))
  );
  assertEquals(x, [-5, 6, null, -52.5, -47, null]);
  assertEquals(dots?.["y"], ["BTC", "ETH"]);
  assert(intervalFigureHeight(20) > intervalFigureHeight(10));
});

Deno.test("tiles are sized by market cap, by volume where there is none, and coins of no size left out", () => {
  const coins = [sampleCoin(), sampleCoin({ symbol: "NEW", market_cap: null, volume_24h: 5 })];
  assertEquals(treemapFigure(coins, "market_cap", PALETTE).data[0]?.["labels"], ["BTC"]);
  assertEquals(treemapFigure(coins, "quote_volume", PALETTE).data[0]?.["values"], [1000, 5]);
});

Deno.test("a larger change is a stronger colour, an unknown one is neutral", () => {
  const distance = (change: number) => contrast(tileColor(change, PALETTE), PALETTE.grid);
  assert(distance(-1) < distance(-3) && distance(-3) < distance(-6));
  assertEquals(tileColor(-6, PALETTE), tileColor(-60, PALETTE));
  assertEquals(tileColor(null, PALETTE), PALETTE.grid);
});

Deno.test("words on a tile can be read whatever its change", () => {
  for (let change = -8; change <= 8; change += 0.5) {
    const tile = tileColor(change, PALETTE);
    const ratio = contrast(tileInk(tile), tile);
    assert(ratio >= 4.5, `${change} %: ${ratio.toFixed(2)}`);
  }
});
