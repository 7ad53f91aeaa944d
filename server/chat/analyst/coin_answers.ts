import type { Prediction } from "../../predictions/schema.ts";
import type { ChatContext } from "../context/chat_context.ts";
import { chanceOf } from "../context/derived_facts.ts";
import { writePercent, writePlain, writeTime, writeUsd } from "../context/fact_writer.ts";
import { pathPointAt, widthPercent } from "../context/forecast_facts.ts";
import { moveOf, spanFigures } from "../context/history_facts.ts";
import {
  beyondHorizon,
  changeWords,
  edgeSentence,
  forecastOf,
  movedWords,
  noCandles,
  overviewOf,
  premiseSentence,
  priceSentence,
  rangeSentence,
  recordSentence,
  shortRangeSentence,
  targetTime,
  wayWords,
  writeSize,
} from "./sentences.ts";

const OTHER_CURRENCY =
  /\b(?:euros?|eur|pounds?|gbp|rupees?|inr|yen|jpy|francs?|chf|yuan|cny|lira|try)\b|[€£¥₹]/i;

/** What each coin trades at, or another figure of it, and the forecast in one line. */
export function answerPrice(context: ChatContext, question: string): string {
  const other = OTHER_CURRENCY.test(question)
    ? "\n\nPrices here are in US dollars; I have no rate of another currency."
    : "";
  return context.coins.map((symbol) => {
    const coin = overviewOf(context, symbol);
    if (coin === null) return noCandles(symbol);
    const forecast = forecastOf(context, symbol);
    const figure = figureSentence(context, symbol);
    const outlook = forecast === null || figure !== "" ? "" : shortRangeSentence(context, forecast);
    return [figure, priceSentence(coin), outlook].filter(Boolean).join(" ");
  }).join("\n\n") + other;
}

/** Market cap and volume come first where they are what is asked for. */
function figureSentence(context: ChatContext, symbol: string): string {
  const coin = overviewOf(context, symbol)!;
  const { metric } = context.request;
  if (metric === "market_cap") {
    const by = context.view.overview.ranked_by === "market_cap" ? "market cap" : "volume";
    const rank = coin.market_cap_rank === null
      ? ""
      : ` By ${by} it ranks ${writePlain(coin.market_cap_rank)}.`;
    return coin.market_cap === null
      ? `The market cap of ${symbol} is not known here, as the exchange tells no circulating supply.${rank}`
      : `The market cap of ${symbol} is ${writeUsd(coin.market_cap)}.${rank}`;
  }
  if (metric === "range") return volatilitySentence(context, symbol);
  if (metric !== "volume") return "";
  return coin.volume_24h === null
    ? `The volume of ${symbol} is not known here.`
    : `${writeUsd(coin.volume_24h)} of ${symbol} were traded in 24 hours.`;
}

/** The forecast with its range first, then how far to trust it. */
export function answerForecast(context: ChatContext, question: string): string {
  const answers = context.coins.map((symbol) => {
    const forecast = forecastOf(context, symbol);
    if (forecast === null) return noForecast(context, symbol);
    return [
      levelSentence(context, forecast),
      tailSentence(context, forecast, question),
      edgeSentence(forecast),
      hourSentence(context, symbol),
      rangeSentence(context, forecast),
      recordSentence(context, symbol),
    ].filter(Boolean).join(" ");
  });
  return [beyondHorizon(context), ...answers].filter(Boolean).join("\n\n");
}

/** "Will it hit 100k": how far that is, and how likely by the forecast's quantiles. */
function levelSentence(context: ChatContext, forecast: Prediction): string {
  const { levelUsd } = context.request;
  if (levelUsd === null) return "";
  const chance = chanceOf(forecast, levelUsd);
  const most = `${Math.round(chance.most * 100)} %`;
  const share = chance.least === 0
    ? `below ${most}`
    : `between ${Math.round(chance.least * 100)} % and ${most}`;
  const side = chance.isAbove ? "above" : "below";
  return `${writeUsd(levelUsd).replace(/\.00$/, "")} is ${
    writeSize(chance.distancePercent)
  } ${side} the present price. The forecast gives ${forecast.symbol} a chance ${share} of being ${side} it at ${
    targetTime(context)
  }; touching it before then is likelier than that.`;
}

/** "How low can it go": the end of the range, as no forecast has a last price. */
function tailSentence(context: ChatContext, forecast: Prediction, question: string): string {
  const isLow = /\bhow (?:low|deep|far down)\b|\bworst case\b/i.test(question);
  if (!isLow && !/\bhow high\b|\bbest case\b/i.test(question)) return "";
  return `At ${targetTime(context)} **${forecast.symbol}** is ${isLow ? "below" : "above"} ${
    writeUsd(isLow ? forecast.lower : forecast.upper)
  } one time in twenty, by the forecast.`;
}

/** The range of an hour before the horizon, where that is what is asked about. */
function hourSentence(context: ChatContext, symbol: string): string {
  const point = pathPointAt(context.view, symbol, context.request.aheadHours);
  if (point === null) return "";
  return `At ${writeTime(Date.parse(point.target_time))} it is between ${writeUsd(point.q05)} and ${
    writeUsd(point.q95)
  } 9 times out of 10, median ${writeUsd(point.q50)}.`;
}

const ASKS_OF_MOVES =
  /\b(?:ris\w+|rose|fall\w*|fell|up|down|rally\w*|pump\w*|dump\w*|crash\w*|drop\w*|gain\w*|los\w+|red|green|surg\w*|moon\w*|moved?|gestiegen|gefallen|fällt|steigt)\b/i;
const ASKS_OF_FORECAST = /\b(?:forecast|prediction|predict\w*|range|edge|prognose)\b/i;

/** What moved the price and its forecast, as far as the figures tell. */
export function answerReason(context: ChatContext, question: string): string {
  const { past } = context.request;
  if (past !== null && figuresAreOld(context)) {
    return `${answerHistory(context, question)}\n\n${NO_NEWS}`;
  }
  const withForecast = ASKS_OF_FORECAST.test(question) || !ASKS_OF_MOVES.test(question);
  return context.coins.map((symbol) => {
    const coin = overviewOf(context, symbol);
    if (coin === null) return noCandles(symbol);
    const explanation = context.view.coins.get(symbol)?.forecast?.explanation;
    const lines = ASKS_OF_FORECAST.test(question) ? [] : [
      premiseSentence(coin, question),
      `**${symbol}** trades at ${writeUsd(coin.price)}, ${changeWords(coin)}.`,
      marketBeside(context, symbol),
      steepestSentence(context, symbol),
    ];
    if (explanation && withForecast) {
      lines.push(`What moved the forecast of **${symbol}**: ${explanation.text}`);
    }
    return lines.filter(Boolean).join(" ");
  }).concat(NO_NEWS).join("\n\n");
}

/** Whether the candles that were read end before the present, or none are stored. */
function figuresAreOld(context: ChatContext): boolean {
  const { past } = context.request;
  return past !== null && (past.label.startsWith("20") || past.toMs - past.fromMs > TWO_DAYS_MS);
}

const TWO_DAYS_MS = 48 * 3_600_000;
export const NO_NEWS =
  "News and events are not in my data: I can only say what prices and volumes show.";

function marketBeside(context: ChatContext, symbol: string): string {
  const change = overviewOf(context, symbol)?.change_24h_percent ?? null;
  const { totals } = context.view.overview;
  if (change === null || totals.coins === 0) return "";
  const same = change >= 0 ? totals.rising_24h : totals.falling_24h;
  const way = change >= 0 ? "rose" : "fell";
  const of = `${writePlain(same)} of ${writePlain(totals.coins)} coins ${way}`;
  return same * 2 > totals.coins
    ? `It moved with the market: ${of}.`
    : `It moved against the market: only ${of}.`;
}

/** The hour that moved most, and whether more was traded than before. */
function steepestSentence(context: ChatContext, symbol: string): string {
  const candles = context.view.coins.get(symbol)?.candles;
  const figures = spanFigures(candles);
  if (!candles || figures === null) return "";
  const change = overviewOf(context, symbol)?.change_24h_percent ?? 0;
  const steepest = change < 0 ? figures.steepestFall : figures.steepestRise;
  const step = candles.interval === "1d" ? "day" : "hour";
  const parts = [
    `In its steepest ${step}, from ${writeTime(Date.parse(steepest.open_time))}, it ${
      movedWords(moveOf(steepest))
    }.`,
  ];
  const isTwoDays = candles.interval === "1h" && candles.candles.length >= 46 &&
    candles.candles.length <= 50;
  if (figures.volumeRatio !== null && isTwoDays) {
    parts.push(
      `${
        writePlain(figures.volumeRatio)
      } times as much was traded in 24 hours as in the 24 hours before.`,
    );
  }
  return parts.join(" ");
}

/** How a coin moved over the span that was asked about. */
export function answerHistory(context: ChatContext, question: string): string {
  return context.coins.map((symbol) => {
    const candles = context.view.coins.get(symbol)?.candles;
    const figures = spanFigures(candles);
    const coin = overviewOf(context, symbol);
    const { past } = context.request;
    const hours = past === null ? 0 : (past.toMs - past.fromMs) / 3_600_000;
    if (coin !== null && past !== null && hours <= 1 && coin.change_1h_percent !== null) {
      return `**${symbol}** is ${wayWords(coin.change_1h_percent)} in the last hour, at ${
        writeUsd(coin.price)
      }.`;
    }
    if (figures === null) {
      const missing = past === null
        ? noCandles(symbol)
        : `No candles of ${symbol} are stored for ${past.label}.`;
      return coin === null ? missing : `${missing} ${priceSentence(coin)}`;
    }
    const first = extremeSentence(context, symbol, question);
    return `${first}${first && " "}${
      past?.lead ?? "Over the last 24 hours"
    } **${symbol}** went from ${writeUsd(figures.first.open)} (${
      writeTime(Date.parse(figures.first.open_time))
    }) to ${writeUsd(figures.last.close)}: it ${movedWords(figures.changePercent)}. Its high was ${
      writeUsd(figures.high.high)
    }, its low ${writeUsd(figures.low.low)}.`;
  }).join("\n\n");
}

/** The high, the low or the steepest fall first, where that is what is asked for. */
function extremeSentence(context: ChatContext, symbol: string, question: string): string {
  const candles = context.view.coins.get(symbol)!.candles!;
  const { high, low, last, steepestFall, steepestRise } = spanFigures(candles)!;
  const at = (candle: { readonly open_time: string }) => writeTime(Date.parse(candle.open_time));
  const step = candles.interval === "1d" ? "day" : "hour";
  if (/\b(?:high(?:est)?|peak|ath|top|maximum|max)\b/i.test(question)) {
    return `The highest price of **${symbol}** was ${writeUsd(high.high)}, at ${
      at(high)
    }; it is now ${writeSize((last.close / high.high - 1) * 100)} below.`;
  }
  if (/\b(?:low(?:est)?|bottom|minimum|min)\b/i.test(question)) {
    return `The lowest price of **${symbol}** was ${writeUsd(low.low)}, at ${at(low)}.`;
  }
  if (/\b(?:drop|fall|crash|dip|loss|decline)\b/i.test(question)) {
    return `The steepest ${step} of **${symbol}** was ${writePercent(moveOf(steepestFall))}, at ${
      at(steepestFall)
    }.`;
  }
  if (/\b(?:jump|gain|rise|rally|pump)\b/i.test(question)) {
    return `The steepest ${step} of **${symbol}** was ${writePercent(moveOf(steepestRise))}, at ${
      at(steepestRise)
    }.`;
  }
  return "";
}

/** What the indicators say, and what that has been worth. */
export function answerIndicators(context: ChatContext, question: string): string {
  return context.coins.map((symbol) => {
    const candles = context.view.coins.get(symbol)?.candles;
    const rsi = candles?.indicators?.rsi?.at(-1) ?? null;
    if (!candles || rsi === null) return noCandles(symbol);
    const forecast = forecastOf(context, symbol);
    const own = /\bvolatil/i.test(question)
      ? volatilitySentence(context, symbol)
      : /\bsupport|resistance\b/i.test(question)
      ? levelsSentence(context, symbol)
      : "";
    const lines = [
      own || indicatorSentences(context, symbol, rsi),
      own
        ? ""
        : "Indicators describe the past: the forecast is made from them too, and its record says what they are worth.",
      forecast === null ? "" : shortRangeSentence(context, forecast),
    ];
    return lines.filter(Boolean).join(" ");
  }).join("\n\n");
}

function indicatorSentences(context: ChatContext, symbol: string, rsi: number): string {
  const { indicators } = context.view.coins.get(symbol)!.candles!;
  const macd = indicators?.macd?.histogram.at(-1) ?? null;
  const upper = indicators?.bollinger?.upper.at(-1) ?? null;
  const lower = indicators?.bollinger?.lower.at(-1) ?? null;
  const lines = [`The RSI of **${symbol}** is ${writePlain(rsi)}, ${rsiWords(rsi)}.`];
  if (macd !== null) lines.push(`Its MACD is ${macd > 0 ? "above" : "below"} the signal line.`);
  if (upper !== null && lower !== null) {
    lines.push(`The Bollinger bands reach from ${writeUsd(lower)} to ${writeUsd(upper)}.`);
  }
  return lines.join(" ");
}

function rsiWords(rsi: number): string {
  if (rsi >= 70) return "which chartists call overbought";
  return rsi <= 30 ? "which chartists call oversold" : "neither high nor low";
}

/** How much it moves an hour, and how wide the forecast is. */
function volatilitySentence(context: ChatContext, symbol: string): string {
  const volatility = context.view.coins.get(symbol)?.forecast?.explanation?.volatility;
  const forecast = forecastOf(context, symbol);
  const parts: string[] = [];
  if (volatility) {
    const { now_percent: now, usual_percent: usual } = volatility;
    parts.push(
      `**${symbol}** moves ${writeSize(now)} an hour at present, ${
        now > usual ? "more" : "less"
      } than the ${writeSize(usual)} of the last two weeks.`,
    );
  }
  if (forecast !== null) {
    parts.push(`Its 90 % range is ${writeSize(widthPercent(forecast))} of the price wide.`);
  }
  return parts.join(" ");
}

/** High and low of the last week stand in for lines that everyone draws otherwise. */
function levelsSentence(context: ChatContext, symbol: string): string {
  const figures = spanFigures(context.view.coins.get(symbol)?.candles);
  if (figures === null) return "";
  return `I draw no support or resistance lines. The low of **${symbol}** in ${
    context.request.past?.label ?? "the last 7 days"
  } was ${writeUsd(figures.low.low)}, the high ${writeUsd(figures.high.high)}.`;
}

function noForecast(context: ChatContext, symbol: string): string {
  const coin = overviewOf(context, symbol);
  return `There is no forecast of ${symbol} yet.${coin === null ? "" : ` ${priceSentence(coin)}`}`;
}
