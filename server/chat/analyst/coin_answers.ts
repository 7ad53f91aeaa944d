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

/** What each coin trades at, and the forecast in one line. */
export function answerPrice(context: ChatContext): string {
  return context.coins.map((symbol) => {
    const coin = overviewOf(context, symbol);
    if (coin === null) return noCandles(symbol);
    const forecast = forecastOf(context, symbol);
    return [priceSentence(coin), forecast && rangeSentence(context, forecast)].filter(Boolean).join(
      " ",
    );
  }).join("\n\n");
}

/** The forecast with its range first, then how far to trust it. */
export function answerForecast(context: ChatContext): string {
  const answers = context.coins.map((symbol) => {
    const forecast = forecastOf(context, symbol);
    if (forecast === null) return noForecast(context, symbol);
    const lines = [edgeSentence(forecast), rangeSentence(context, forecast)];
    return [...lines, recordSentence(context, symbol)].filter(Boolean).join(" ");
  });
  return [...answers, beyondHorizon(context)].filter(Boolean).join("\n\n");
}

/** What moved a forecast and the price, as far as the figures tell. */
export function answerReason(context: ChatContext, question: string): string {
  return context.coins.map((symbol) => {
    const coin = overviewOf(context, symbol);
    if (coin === null) return noCandles(symbol);
    const explanation = context.view.coins.get(symbol)?.forecast?.explanation;
    const lines = [
      premiseSentence(coin, question),
      priceSentence(coin),
      marketBeside(context, coin),
    ];
    if (explanation) lines.push(`What moved its forecast: ${explanation.text}`);
    lines.push(
      "News and events are not in my data: I can only say what the prices and volumes show.",
    );
    return lines.filter(Boolean).join(" ");
  }).join("\n\n");
}

/** Price, forecast and record of several coins side by side. */
export function answerComparison(context: ChatContext): string {
  const lines = context.coins.map((symbol) => {
    const coin = overviewOf(context, symbol);
    if (coin === null) return `- **${symbol}**: ${noCandles(symbol)}`;
    const forecast = forecastOf(context, symbol);
    const tail = forecast === null
      ? "no forecast."
      : `forecast ${writePercent(forecast.predicted_change_percent)}, 9 times out of 10 between ` +
        `${writeUsd(forecast.lower)} and ${writeUsd(forecast.upper)}, ${edgeWords(forecast)}.`;
    return `- **${symbol}**: ${writeUsd(coin.price)}, ${changeWords(coin)}; ${tail}`;
  });
  return `${lines.join("\n")}\n\n${widestOf(context)}`;
}

/** How a coin moved over the hours that were asked about. */
export function answerHistory(context: ChatContext): string {
  return context.coins.map((symbol) => {
    const candles = context.view.coins.get(symbol)?.candles;
    const first = candles?.candles[0];
    const last = candles?.candles.at(-1);
    const coin = overviewOf(context, symbol);
    if (!candles || !first || !last || context.request.pastHours === null) {
      return coin === null ? noCandles(symbol) : priceSentence(coin);
    }
    const change = (last.close / first.open - 1) * 100;
    const high = Math.max(...candles.candles.map((one) => one.high));
    const low = Math.min(...candles.candles.map((one) => one.low));
    return `**${symbol}** went from ${writeUsd(first.open)} at ${
      writeTime(Date.parse(first.open_time))
    } to ` +
      `${writeUsd(last.close)}, ${writePercent(change)}. Its high was ${writeUsd(high)}, its low ${
        writeUsd(low)
      }.`;
  }).join("\n\n");
}

/** What the indicators say, and what that has been worth. */
export function answerIndicators(context: ChatContext): string {
  return context.coins.map((symbol) => {
    const candles = context.view.coins.get(symbol)?.candles;
    const rsi = candles?.indicators?.rsi?.at(-1) ?? null;
    if (!candles || rsi === null) return noCandles(symbol);
    const macd = candles.indicators?.macd?.histogram.at(-1) ?? null;
    const upper = candles.indicators?.bollinger?.upper.at(-1) ?? null;
    const lower = candles.indicators?.bollinger?.lower.at(-1) ?? null;
    const lines = [`**${symbol}**: the RSI is ${writePlain(rsi)}, ${rsiWords(rsi)}.`];
    if (macd !== null) lines.push(`The MACD is ${macd > 0 ? "above" : "below"} its signal line.`);
    if (upper !== null && lower !== null) {
      lines.push(`The Bollinger bands reach from ${writeUsd(lower)} to ${writeUsd(upper)}.`);
    }
    lines.push(
      "Indicators describe the past; the forecast is built from them and its record says what they are worth.",
    );
    const forecast = forecastOf(context, symbol);
    if (forecast !== null) lines.push(rangeSentence(context, forecast));
    return lines.join(" ");
  }).join("\n\n");
}

function rsiWords(rsi: number): string {
  if (rsi >= 70) return "which chartists call overbought";
  return rsi <= 30 ? "which chartists call oversold" : "neither high nor low";
}

/** `**BTC** trades at $61,903.42: -1.20 % in 24 hours, +3.40 % in 7 days.` */
export function priceSentence(coin: OverviewCoin): string {
  return `**${coin.symbol}** (${coin.name}) trades at ${writeUsd(coin.price)}: ${
    changeWords(coin)
  }.`;
}

function changeWords(coin: OverviewCoin): string {
  const parts = [
    coin.change_24h_percent === null
      ? null
      : `${writePercent(coin.change_24h_percent)} in 24 hours`,
    coin.change_7d_percent === null ? null : `${writePercent(coin.change_7d_percent)} in 7 days`,
  ].filter((part) => part !== null);
  return parts.join(", ") || "how it moved is not known yet";
}

/** The range first: the median alone would promise too much. */
export function rangeSentence(context: ChatContext, forecast: Prediction): string {
  const { prediction_time: madeAt, horizon_hours: hours } = context.view.forecasts;
  const target = writeTime(Date.parse(madeAt!) + hours * HOUR_MS);
  const percent = Math.round(forecast.probability_up * 100);
  const likely = percent === 50
    ? "as likely up as down"
    : percent > 50
    ? `more likely up (${percent} %)`
    : `more likely down (${percent} % for up)`;
  return `At ${target}, **${forecast.symbol}** is 9 times out of 10 between ${
    writeUsd(forecast.lower)
  } and ` +
    `${writeUsd(forecast.upper)}; ${likely}, median ${writeUsd(forecast.predicted_price)} ` +
    `(${writePercent(forecast.predicted_change_percent)}).`;
}

/** Whether an edge is claimed, before anything else is said. */
export function edgeSentence(forecast: Prediction): string {
  const reason = forecast.call_reason === null ? "" : ` ${forecast.call_reason}`;
  return forecast.called
    ? `An edge is claimed on ${forecast.symbol}.${reason}`
    : `No edge on ${forecast.symbol}: treat the direction as open.${reason}`;
}

function edgeWords(forecast: Prediction): string {
  return forecast.called ? "an edge is claimed" : "no edge";
}

/** What earlier forecasts of the coin were worth. */
export function recordSentence(context: ChatContext, symbol: string): string {
  const record = context.view.coins.get(symbol)?.record;
  if (!record) return "";
  const { summary } = record;
  if (summary.scored === 0) return "None of its forecasts has come due yet.";
  const parts = [`Of ${writePlain(summary.scored)} forecasts that came due`];
  if (summary.hit_rate !== null) {
    parts.push(`${Math.round(summary.hit_rate * 100)} % had the direction right`);
  }
  if (summary.coverage_90 !== null) {
    parts.push(`${Math.round(summary.coverage_90 * 100)} % ended inside the 90 % range`);
  }
  return `${parts[0]}, ${parts.slice(1).join(" and ") || "none could be judged"}.`;
}

function beyondHorizon(context: ChatContext): string {
  const { aheadHours } = context.request;
  const { horizon_hours: hours } = context.view.forecasts;
  if (aheadHours === null || aheadHours <= hours) return "";
  return `Forecasts here reach ${
    writePlain(hours)
  } hours: anything further would be a guess without a record.`;
}

/** "Why is it rising?" of a coin that fell is answered with that first. */
function premiseSentence(coin: OverviewCoin, question: string): string {
  const change = coin.change_24h_percent;
  if (change === null) return "";
  const saysUp = /\b(?:ris(?:e|es|ing)|rose|up|rally\w*|pump\w*|gain\w*|surg\w*)\b/i.test(question);
  const saysDown = /\b(?:fall(?:s|ing|en)?|fell|down|drop\w*|crash\w*|dump\w*|los\w+|red)\b/i.test(
    question,
  );
  if (saysUp && change < 0) return `${coin.symbol} has not risen in 24 hours, it fell.`;
  return saysDown && change > 0 ? `${coin.symbol} has not fallen in 24 hours, it rose.` : "";
}

function marketBeside(context: ChatContext, coin: OverviewCoin): string {
  const { totals } = context.view.overview;
  if (coin.change_24h_percent === null || totals.coins === 0) return "";
  const same = coin.change_24h_percent >= 0 ? totals.rising_24h : totals.falling_24h;
  const way = coin.change_24h_percent >= 0 ? "rose" : "fell";
  return same * 2 > totals.coins
    ? `It moved with the market: ${writePlain(same)} of ${writePlain(totals.coins)} coins ${way}.`
    : `It moved against the market: only ${writePlain(same)} of ${
      writePlain(totals.coins)
    } coins ${way}.`;
}

function widestOf(context: ChatContext): string {
  const widths = context.coins.flatMap((symbol) => {
    const forecast = forecastOf(context, symbol);
    return forecast === null
      ? []
      : [{ symbol, width: (forecast.upper - forecast.lower) / forecast.current_price }];
  }).sort((a, b) => b.width - a.width);
  if (widths.length < 2) return "";
  return `${widths[0]!.symbol} has the widest range and is the most uncertain of them; ` +
    `${widths.at(-1)!.symbol} has the narrowest.`;
}

function noCandles(symbol: string): string {
  return `There are no candles of ${symbol} here yet.`;
}

function noForecast(context: ChatContext, symbol: string): string {
  const coin = overviewOf(context, symbol);
  return `There is no forecast of ${symbol} yet.${coin === null ? "" : ` ${priceSentence(coin)}`}`;
}
