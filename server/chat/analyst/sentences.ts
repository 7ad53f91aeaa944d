import type { OverviewCoin } from "../../markets/schema.ts";
import type { Prediction } from "../../predictions/schema.ts";
import type { ChatContext } from "../context/chat_context.ts";
import { writePercent, writePlain, writeTime, writeUsd } from "../context/fact_writer.ts";

const HOUR_MS = 3_600_000;

/** The coin's row of the overview; null where it has no candles yet. */
export function overviewOf(context: ChatContext, symbol: string): OverviewCoin | null {
  return context.view.overview.coins.find((coin) => coin.symbol === symbol) ?? null;
}

/** The coin's newest forecast; null where it has none. */
export function forecastOf(context: ChatContext, symbol: string): Prediction | null {
  return context.view.forecasts.predictions.find((one) => one.symbol === symbol) ?? null;
}

/** `2.23 %`: where words say which way. */
export function writeSize(percent: number): string {
  return writePercent(Math.abs(percent)).replace("+", "");
}

/** `down 2.23 %`, `unchanged`. */
export function wayWords(change: number): string {
  if (writeSize(change) === "0.00 %") return "unchanged";
  return `${change > 0 ? "up" : "down"} ${writeSize(change)}`;
}

/** `fell 2.23 %`, `did not move`. */
export function movedWords(change: number): string {
  if (writeSize(change) === "0.00 %") return "did not move";
  return `${change > 0 ? "rose" : "fell"} ${writeSize(change)}`;
}

/** `down 2.23 % in 24 hours and 1.31 % in 7 days`. */
export function changeWords(coin: OverviewCoin): string {
  const { change_24h_percent: day, change_7d_percent: week } = coin;
  if (day === null && week === null) return "how it moved is not known yet";
  if (day === null) return `${wayWords(week!)} in 7 days`;
  if (week === null) return `${wayWords(day)} in 24 hours`;
  const isSameWay = Math.sign(day) === Math.sign(week) && wayWords(week) !== "unchanged";
  return isSameWay && wayWords(day) !== "unchanged"
    ? `${wayWords(day)} in 24 hours and ${writeSize(week)} in 7 days`
    : `${wayWords(day)} in 24 hours, ${wayWords(week)} in 7 days`;
}

/** `**BTC** (Bitcoin) trades at $61,903.42, down 1.20 % in 24 hours and 3.40 % in 7 days.` */
export function priceSentence(coin: OverviewCoin): string {
  const name = coin.name === coin.symbol ? "" : ` (${coin.name})`;
  return `**${coin.symbol}**${name} trades at ${writeUsd(coin.price)}, ${changeWords(coin)}.`;
}

/** When the newest forecasts come due. */
export function targetTime(context: ChatContext): string {
  const { prediction_time: madeAt, horizon_hours: hours } = context.view.forecasts;
  return writeTime(Date.parse(madeAt!) + hours * HOUR_MS);
}

/** The forecast in one line. */
export function shortRangeSentence(context: ChatContext, forecast: Prediction): string {
  return `The forecast for ${targetTime(context)} is between ${writeUsd(forecast.lower)} and ${
    writeUsd(forecast.upper)
  } 9 times out of 10; ${leanWords(forecast)}.`;
}

/** The range first: the median alone would promise too much. */
export function rangeSentence(context: ChatContext, forecast: Prediction): string {
  return `The forecast for ${targetTime(context)}: **${forecast.symbol}** is between ` +
    `${writeUsd(forecast.lower)} and ${
      writeUsd(forecast.upper)
    } 9 times out of 10, half of the time ` +
    `between ${writeUsd(forecast.lower_50)} and ${writeUsd(forecast.upper_50)}; ${
      leanWords(forecast)
    }.`;
}

/** Which way a forecast leans; by a point it does not. */
function leanWords(forecast: Prediction): string {
  const percent = Math.round(forecast.probability_up * 100);
  const median = `median ${writeUsd(forecast.predicted_price)}, ${
    writePercent(forecast.predicted_change_percent)
  }`;
  if (percent === 50) return `up and down are equally likely (${median})`;
  return percent > 50
    ? `up is a little likelier than down (${percent} %; ${median})`
    : `down is a little likelier than up (${percent} % for up; ${median})`;
}

/** Whether an edge is claimed, before anything else is said. */
export function edgeSentence(forecast: Prediction): string {
  const reason = forecast.call_reason === null ? "" : ` ${forecast.call_reason}`;
  return forecast.called
    ? `An edge is claimed on ${forecast.symbol}.${reason}`
    : `No edge on ${forecast.symbol}: treat the direction as open.${reason}`;
}

/** What earlier forecasts of the coin were worth. */
export function recordSentence(context: ChatContext, symbol: string): string {
  const record = context.view.coins.get(symbol)?.record;
  if (!record) return "";
  const { summary } = record;
  if (summary.scored === 0) return "None of its forecasts has come due yet.";
  const parts: string[] = [];
  if (summary.hit_rate !== null) {
    parts.push(`${Math.round(summary.hit_rate * 100)} % had the direction right`);
  }
  if (summary.coverage_90 !== null) {
    parts.push(`${Math.round(summary.coverage_90 * 100)} % ended inside the 90 % range`);
  }
  const came = `Of ${writePlain(summary.scored)} forecasts that came due`;
  return `${came}, ${parts.join(" and ") || "none could be judged"}.`;
}

/** How far forecasts reach, where a question asks for more. */
export function beyondHorizon(context: ChatContext): string {
  const { aheadHours } = context.request;
  const { horizon_hours: hours } = context.view.forecasts;
  if (aheadHours === null || aheadHours <= hours) return "";
  return `Forecasts here reach ${
    writePlain(hours)
  } hours; anything further would be a guess without a record. As far as they reach:`;
}

export function noCandles(symbol: string): string {
  return `There are no candles of ${symbol} here yet.`;
}

/** "Why is it rising?" of a coin that fell is answered with that first. */
export function premiseSentence(coin: OverviewCoin, question: string): string {
  const change = coin.change_24h_percent;
  if (change === null) return "";
  const saysUp =
    /\b(?:ris(?:e|es|ing)|rose|up|rally\w*|pump\w*|gain\w*|surg\w*|soar\w*|green|moon\w*)\b/i.test(
      question,
    );
  const saysDown =
    /\b(?:fall(?:s|ing|en)?|fell|down|drop\w*|crash\w*|dump\w*|los(?:es|ing|t)|red|sink\w*|plung\w*)\b/i
      .test(question);
  if (saysUp && !saysDown && change < 0) {
    return `${coin.symbol} has not risen in 24 hours, it fell.`;
  }
  return saysDown && !saysUp && change > 0
    ? `${coin.symbol} has not fallen in 24 hours, it rose.`
    : "";
}
