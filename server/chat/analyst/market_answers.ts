import type { ChatContext } from "../context/chat_context.ts";
import { writePercent, writePlain, writeUsd } from "../context/fact_writer.ts";
import { edgeSentence, forecastOf, overviewOf, recordSentence } from "./coin_answers.ts";

/** What the market is called, why, and what that was worth. */
export function answerMarket(context: ChatContext): string {
  const { tendency, overview } = context.view;
  const { totals } = overview;
  const lines: string[] = [];
  if (tendency !== null) {
    lines.push(
      `The market is called **${tendency.tendency}**, with a confidence of ` +
        `${Math.round(tendency.confidence * 100)} %. ${tendency.explanation}`,
    );
  }
  if (totals.coins > 0) {
    lines.push(
      `In 24 hours ${writePlain(totals.rising_24h)} of ${
        writePlain(totals.coins)
      } coins rose and ` +
        `${writePlain(totals.falling_24h)} fell.`,
    );
  }
  if (totals.market_cap_change_24h_percent !== null) {
    lines.push(`Their market cap changed ${writePercent(totals.market_cap_change_24h_percent)}.`);
  }
  const flip = tendency?.details?.smallest_flip;
  if (flip) lines.push(`What would change the name: ${flip.text}`);
  return lines.join(" ") || "There are no candles yet: the market is still being collected.";
}

/** A list by forecast, or by what has happened where a past span was asked for. */
export function answerTopList(context: ChatContext): string {
  const { forecasts } = context.view;
  const isPast = context.request.pastHours !== null || forecasts.predictions.length === 0;
  const rows = context.listed.map((symbol, place) =>
    `${place + 1}. ${isPast ? pastRow(context, symbol) : forecastRow(context, symbol)}`
  );
  if (rows.length === 0) return "There are no candles yet: the market is still being collected.";
  const way = context.request.lowestFirst ? "lowest" : "highest";
  const isNaive = !isPast &&
    context.listed.every((symbol) => forecastOf(context, symbol)?.predicted_change_percent === 0);
  const head = isNaive
    ? "No forecast states a direction now: the naive one expects prices to stay. The largest coins and their ranges:"
    : isPast
    ? `The ${way} changes of the ${
      (context.request.pastHours ?? 24) > 24 ? "last 7 days" : "last 24 hours"
    }:`
    : `The ${way} medians for the next ${writePlain(forecasts.horizon_hours)} hours:`;
  return [head, "", ...rows, "", isPast ? "" : listCaution(context)].join("\n").trim();
}

function pastRow(context: ChatContext, symbol: string): string {
  const coin = overviewOf(context, symbol)!;
  const change = (context.request.pastHours ?? 24) > 24
    ? coin.change_7d_percent
    : coin.change_24h_percent;
  const words = change === null ? "not known yet" : writePercent(change);
  return `**${symbol}** ${words}, at ${writeUsd(coin.price)}`;
}

function forecastRow(context: ChatContext, symbol: string): string {
  const forecast = forecastOf(context, symbol);
  if (forecast === null) return `**${symbol}**: no forecast`;
  return `**${symbol}** ${writePercent(forecast.predicted_change_percent)}, between ` +
    `${writeUsd(forecast.lower)} and ${writeUsd(forecast.upper)}${
      forecast.called ? ", edge claimed" : ""
    }`;
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
      } ${edge}`.trim();
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
    const better = summary.error_percent < summary.naive_error_percent;
    lines.push(
      `The mean error was ${writePercent(summary.error_percent)}, ${
        better ? "below" : "not below"
      } the ` +
        `${writePercent(summary.naive_error_percent)} of the naive forecast that nothing changes.`,
    );
  }
  if (record.of === "naive") {
    lines.push("These are naive forecasts: none of a model's has come due.");
  }
  return lines.join(" ");
}
