import type { OverviewCoin } from "../../server/markets/schema.ts";
import { arrow, formatMoney, formatPercent, formatPrice } from "../lib/format.ts";
import { baseLayout, type Figure } from "./figure.ts";
import { contrast, mix, type Palette } from "./palette.ts";

/** Changes beyond this many percent are drawn in the full colour. */
const FULL_COLOR_PERCENT = 6;
/** Tiles below this share of the whole have room for the symbol only. */
const SMALL_SHARE = 0.008;

/** From the neutral colour of the grid towards up or down, by how large the change is. */
export function tileColor(changePercent: number | null, palette: Palette): string {
  if (changePercent === null) return palette.grid;
  const share = Math.min(1, Math.abs(changePercent) / FULL_COLOR_PERCENT);
  return mix(palette.grid, changePercent >= 0 ? palette.up : palette.down, 0.1 + 0.8 * share);
}

/**
 * Black or white, whichever can be read better on a tile. The theme's own ink and surface leave
 * tiles of middling colour below 4.5:1; between black and white there is always one above.
 */
export function tileInk(tile: string): string {
  return contrast(tile, "#000000") >= contrast(tile, "#ffffff") ? "#000000" : "#ffffff";
}

/** The market as tiles: as large as the coin is worth, coloured by its change over 24 hours. */
export function treemapFigure(
  coins: readonly OverviewCoin[],
  sizeBy: "market_cap" | "quote_volume",
  palette: Palette,
): Figure {
  const size = (coin: OverviewCoin) => sizeBy === "market_cap" ? coin.market_cap : coin.volume_24h;
  const shown = coins.filter((coin) => (size(coin) ?? 0) > 0);
  const total = shown.reduce((sum, coin) => sum + (size(coin) ?? 0), 0);
  const change = (coin: OverviewCoin) =>
    `${arrow(coin.change_24h_percent ?? 0)} ${formatPercent(coin.change_24h_percent)}`;
  const colors = shown.map((coin) => tileColor(coin.change_24h_percent, palette));
  return {
    data: [{
      type: "treemap",
      labels: shown.map((coin) => coin.symbol),
      parents: shown.map(() => ""),
      values: shown.map((coin) => size(coin) ?? 0),
      text: shown.map(change),
      customdata: shown.map((coin) => [
        coin.name,
        formatPrice(coin.price),
        formatMoney(coin.market_cap),
        formatMoney(coin.volume_24h),
      ]),
      texttemplate: shown.map((coin) =>
        (size(coin) ?? 0) < total * SMALL_SHARE ? "%{label}" : "<b>%{label}</b><br>%{text}"
      ),
      hovertemplate: "<b>%{customdata[0]}</b> %{customdata[1]}<br>24 h %{text}<br>" +
        "Market cap %{customdata[2]}<br>Volume %{customdata[3]}<extra></extra>",
      textfont: { size: 14, color: colors.map((color) => tileInk(color)) },
      textposition: "middle center",
      marker: {
        colors,
        line: { width: 0 },
        cornerradius: 4,
        pad: { t: 0, r: 0, b: 0, l: 0 },
      },
      tiling: { pad: 2 },
      pathbar: { visible: false },
    }],
    layout: {
      ...baseLayout(palette),
      margin: { l: 0, r: 0, t: 0, b: 0 },
      // Tiles too small for readable words show none; hovering tells.
      uniformtext: { minsize: 11, mode: "hide" },
    },
  };
}
