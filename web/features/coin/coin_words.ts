import type { Candles } from "../../../server/markets/schema.ts";
import { formatDay, formatPercent } from "../../lib/format.ts";

/** What the shown candles come to, for instance `BTC rose 4.2 % since 14 Nov 2026`. */
export function courseSentence(candles: Candles, past: boolean): string {
  const first = candles.candles[0];
  const last = candles.candles.at(-1);
  if (!first || !last) return `${candles.symbol} has no candles here`;
  const change = (last.close / first.open - 1) * 100;
  const size = formatPercent(Math.abs(change), 1).replace("+", "");
  const verb = change >= 0 ? "rose" : "fell";
  const from = formatDay(Date.parse(first.open_time));
  const when = past ? `from ${from} to ${formatDay(Date.parse(last.open_time))}` : `since ${from}`;
  return `${candles.symbol} ${verb} ${size} ${when}`;
}

/** How many holes the shown range has, or null where it has none. */
export function gapSentence(candles: Candles): string | null {
  if (candles.gaps.length === 0) return null;
  const outages = candles.gaps.filter((gap) => gap.reason === "outage").length;
  const missing = candles.gaps.length - outages;
  const parts = [
    outages > 0 ? `${outages} ${outages === 1 ? "outage" : "outages"} of the exchange` : "",
    missing > 0 ? `${missing} ${missing === 1 ? "gap" : "gaps"} still to be repaired` : "",
  ].filter((part) => part !== "");
  return `Shaded: ${parts.join(" and ")}. Nothing is filled in.`;
}
