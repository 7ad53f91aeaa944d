import type { ChatContext } from "../context/chat_context.ts";
import { writePercent, writePlain, writeUsd } from "../context/fact_writer.ts";
import { widthPercent } from "../context/forecast_facts.ts";
import { changeOf, extremesOf, listMetric, listSpan } from "../context/list_coins.ts";
import { NO_NEWS } from "./coin_answers.ts";
import {
  edgeSentence,
  forecastOf,
  overviewOf,
  recordSentence,
  wayWords,
  writeSize,
} from "./sentences.ts";

const NOTHING_YET = "There are no candles yet: the market is still being collected.";

/** What the market is called, why, and what that was worth. */
export function answerMarket(context: ChatContext): string {
  const { tendency, overview } = context.view;
  const { totals } = overview;
  const lines: string[] = [];
  if (tendency !== null) {
    lines.push(
      `The market is called **${tendency.tendency}**, with a confidence of ${
        Math.round(tendency.confidence * 100)
      } %. ${tendency.explanation}`,
    );
  } else if (totals.coins > 0) {
    lines.push(
      `In 24 hours ${writePlain(totals.rising_24h)} of ${writePlain(totals.coins)} coins rose and ${
        writePlain(totals.falling_24h)
      } fell.`,
    );
  }
  lines.push(extremesSentence(context));
  const { market_cap: cap, market_cap_change_24h_percent: change, volume_24h: volume } = totals;
  if (cap !== null && change !== null) {
    lines.push(`All coins followed are worth ${writeUsd(cap)}, ${wayWords(change)} in 24 hours.`);
  }
  if (volume !== null) lines.push(`${writeUsd(volume)} were traded in 24 hours.`);
  const flip = tendency?.details?.smallest_flip;
  if (flip) lines.push(`What would change the name: ${flip.text}`);
  return lines.filter(Boolean).join(" ") || NOTHING_YET;
}

/** The best and the worst of the day. */
function extremesSentence(context: ChatContext): string {
  const found = extremesOf(context.view);
  if (found === null) return "";
  const [best, worst] = found.map((symbol) => overviewOf(context, symbol)!);
  return `**${best!.symbol}** did best (${
    writePercent(best!.change_24h_percent!)
  } in 24 hours), **${worst!.symbol}** worst (${writePercent(worst!.change_24h_percent!)}).`;
}

/** Why the market is as it is: what its figures say, and what they cannot. */
export function answerMarketReason(context: ChatContext): string {
  return `${answerMarket(context)}\n\n${NO_NEWS}`;
}

/** "And the volume?" of the whole market: the sum, then who has most of it. */
export function answerMarketFigure(context: ChatContext): string {
  const { volume_24h: volume, market_cap: cap } = context.view.overview.totals;
  const { metric } = context.request;
  const sum = metric === "volume" && volume !== null
    ? `${writeUsd(volume)} of all coins followed were traded in 24 hours.`
    : metric === "market_cap" && cap !== null
    ? `All coins followed are worth ${writeUsd(cap)}.`
    : "";
  return [sum, answerTopList(context)].filter(Boolean).join("\n\n");
}

/** What forecasts say of all coins together, where none is named. */
export function answerMarketForecast(context: ChatContext): string {
  const { forecasts } = context.view;
  if (forecasts.predictions.length === 0) return answerTopList(context);
  const rising = forecasts.predictions.filter((one) => one.predicted_change_percent > 0).length;
  return `For the next ${writePlain(forecasts.horizon_hours)} hours ${writePlain(rising)} of ${
    writePlain(forecasts.predictions.length)
  } coins have a median above their price. Forecasts see prices and volumes alone: what events and decisions will do is not in them.\n\n${
    answerTopList(context)
  }`;
}

/** A list by what was asked for: forecasts, changes, volume, size, ranges. */
export function answerTopList(context: ChatContext): string {
  const { listed, view, request } = context;
  if (view.overview.coins.length === 0) return NOTHING_YET;
  if (listed.length === 0) return nothingListed(context);
  const metric = listMetric(view, request);
  const rows = listed.map((symbol, place) => `${place + 1}. ${rowOf(context, symbol)}`);
  const isForecast = ["forecast", "range", "probability"].includes(metric);
  return [headOf(context), "", ...rows, "", isForecast ? listCaution(context) : ""].join("\n")
    .trim();
}

function nothingListed(context: ChatContext): string {
  const { totals } = context.view.overview;
  if (listMetric(context.view, context.request) !== "against_market") {
    return "That figure is not known for any coin here.";
  }
  return `None: ${writePlain(totals.rising_24h)} of ${writePlain(totals.coins)} coins rose and ${
    writePlain(totals.falling_24h)
  } fell in 24 hours.`;
}

const SPAN_WORDS = { 1: "the last hour", 24: "the last 24 hours", 168: "the last 7 days" } as const;

function headOf(context: ChatContext): string {
  const { view, request } = context;
  const hours = writePlain(view.forecasts.horizon_hours);
  switch (listMetric(view, request)) {
    case "change":
      return changeHead(context);
    case "move":
      return `The ${request.lowestFirst ? "smallest" : "largest"} moves of ${
        SPAN_WORDS[listSpan(request)]
      }, up or down:`;
    case "against_market":
      return "Against most coins moved in 24 hours:";
    case "volume":
      return `${request.lowestFirst ? "Least" : "Most"} traded in 24 hours:`;
    case "market_cap":
      return request.intent === "price" && request.metric === null
        ? "No coin was named. The largest ones:"
        : view.overview.ranked_by === "market_cap"
        ? `The ${request.lowestFirst ? "smallest" : "largest"} by market cap:`
        : "No circulating supply is known here, so coins are ranked by the volume of 24 hours:";
    case "range":
      return `The ${
        request.lowestFirst ? "narrowest" : "widest"
      } ranges for the next ${hours} hours:`;
    case "probability":
      return isWithoutLean(context)
        ? `No forecast leans either way for the next ${hours} hours, so the order says little:`
        : `${request.lowestFirst ? "Least" : "Most"} likely to rise in the next ${hours} hours:`;
    case "forecast":
      return isWithoutDirection(context)
        ? "No forecast states a direction now: the naive one expects prices to stay. Coins and their ranges:"
        : `${
          isWithoutLean(context)
            ? "No median is far from its price, so the order says little. "
            : ""
        }The ${request.lowestFirst ? "lowest" : "highest"} medians for the next ${hours} hours:`;
  }
}

/** Whether no forecast of the list is further from even chances than its own rounding. */
function isWithoutLean(context: ChatContext): boolean {
  return context.listed.every((symbol) =>
    Math.round((forecastOf(context, symbol)?.probability_up ?? 0.5) * 100) === 50
  );
}

/** "Gains" that are none, and spans that lists do not have, are said first. */
function changeHead(context: ChatContext): string {
  const span = listSpan(context.request);
  const { past, lowestFirst } = context.request;
  const changes = context.listed.map((symbol) => changeOf(overviewOf(context, symbol)!, span) ?? 0);
  const isLonger = past !== null && past.toMs - past.fromMs > 8 * 86_400_000;
  const limit = isLonger ? "Lists reach back 7 days, no further. " : "";
  if (!lowestFirst && changes.every((change) => change < 0)) {
    return `${limit}No coin rose in ${SPAN_WORDS[span]}; these fell least:`;
  }
  if (lowestFirst && changes.every((change) => change > 0)) {
    return `${limit}No coin fell in ${SPAN_WORDS[span]}; these rose least:`;
  }
  return `${limit}The ${lowestFirst ? "worst" : "best"} of ${SPAN_WORDS[span]}:`;
}

function isWithoutDirection(context: ChatContext): boolean {
  return context.listed.every((symbol) =>
    forecastOf(context, symbol)?.predicted_change_percent === 0
  );
}

function rowOf(context: ChatContext, symbol: string): string {
  const coin = overviewOf(context, symbol)!;
  const forecast = forecastOf(context, symbol);
  const metric = listMetric(context.view, context.request);
  const range = forecast === null
    ? "no forecast"
    : `between ${writeUsd(forecast.lower)} and ${writeUsd(forecast.upper)}${
      forecast.called ? ", edge claimed" : ""
    }`;
  switch (metric) {
    case "change":
    case "move":
    case "against_market": {
      const change = changeOf(coin, listSpan(context.request));
      return `**${symbol}** ${change === null ? "not known yet" : writePercent(change)}, at ${
        writeUsd(coin.price)
      }`;
    }
    case "volume":
      return `**${symbol}** ${coin.volume_24h === null ? "not known" : writeUsd(coin.volume_24h)}`;
    case "market_cap":
      return coin.market_cap === null
        ? `**${symbol}** (${coin.name})${
          coin.volume_24h === null ? "" : `, ${writeUsd(coin.volume_24h)} traded`
        }, at ${writeUsd(coin.price)}`
        : `**${symbol}** ${writeUsd(coin.market_cap)}, at ${writeUsd(coin.price)}`;
    case "range":
      return `**${symbol}** ${
        forecast === null ? "" : `${writeSize(widthPercent(forecast))} wide, `
      }${range}`;
    case "probability":
      return `**${symbol}** ${Math.round((forecast?.probability_up ?? 0) * 100)} % up, ${range}`;
    case "forecast":
      return `**${symbol}** ${
        forecast === null ? "" : `${writePercent(forecast.predicted_change_percent)}, `
      }${range}`;
  }
}

function listCaution(context: ChatContext): string {
  const called = context.listed.filter((symbol) => forecastOf(context, symbol)?.called).length;
  return called === 0
    ? "An edge is claimed for none of them: the order is a guess, the ranges are not."
    : `An edge is claimed for ${writePlain(called)} of them; the others are a guess.`;
}

/** What earlier forecasts were worth, of the coins named or of all. */
export function answerRecord(context: ChatContext): string {
  if (context.coins.length > 0) {
    return context.coins.map((symbol) => {
      const forecast = forecastOf(context, symbol);
      const edge = forecast === null ? "" : edgeSentence(forecast);
      return `**${symbol}**: ${
        recordSentence(context, symbol) || "there is no record yet."
      } ${edge}`
        .trim();
    }).join("\n\n");
  }
  const { record } = context.view;
  if (record === null || record.summary.scored === 0) {
    return "No forecast has come due yet. Each one is sealed when it is published and scored when its hour closes; " +
      "the Record page shows hits and misses alike.";
  }
  const { summary } = record;
  const lines = [
    `Over ${writePlain(record.days)} days ${writePlain(summary.scored)} forecasts came due.`,
  ];
  if (summary.hit_rate !== null) {
    lines.push(`The direction was right in ${Math.round(summary.hit_rate * 100)} %.`);
  }
  if (summary.coverage_90 !== null) {
    lines.push(`The 90 % range held in ${Math.round(summary.coverage_90 * 100)} %.`);
  }
  if (summary.error_percent !== null && summary.naive_error_percent !== null) {
    const isBetter = summary.error_percent < summary.naive_error_percent;
    lines.push(
      `The mean error was ${writeSize(summary.error_percent)}, ${
        isBetter ? "below" : "not below"
      } the ${writeSize(summary.naive_error_percent)} of the naive forecast that nothing changes.`,
    );
  }
  if (record.of === "naive") {
    lines.push("These are naive forecasts: none of a model's has come due.");
  }
  return lines.join(" ");
}
