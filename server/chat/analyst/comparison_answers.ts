import type { ChatContext } from "../context/chat_context.ts";
import { correlationOf, ratioOf, worthOf } from "../context/derived_facts.ts";
import { writeCoins, writePlain, writeUsd } from "../context/fact_writer.ts";
import { widthPercent } from "../context/forecast_facts.ts";
import { spanFigures } from "../context/history_facts.ts";
import {
  changeWords,
  forecastOf,
  movedWords,
  noCandles,
  overviewOf,
  priceSentence,
  writeSize,
} from "./sentences.ts";
import { termMeanings } from "./glossary.ts";

/** Price, forecast and record of several coins side by side. */
export function answerComparison(context: ChatContext, question: string): string {
  const meanings = /\bdifference between\b/i.test(question) ? termMeanings(question) : [];
  const widest = widthSentence(context);
  const asksForRisk = /\b(?:saf\w*|risk\w*|volatil\w*|calm\w*|uncertain\w*)\b/i.test(question);
  const asksForBest = /\b(?:better|best|prefer|outperform\w*)\b/i.test(question);
  return [
    ...meanings,
    asksForRisk ? widest : "",
    context.coins.map((symbol) => comparedLine(context, symbol)).join("\n"),
    asksForRisk ? "" : widest,
    asksForBest
      ? "Which one is better depends on what you want of it; figures only tell how they moved and how uncertain they are."
      : "",
  ].filter(Boolean).join("\n\n");
}

function comparedLine(context: ChatContext, symbol: string): string {
  const coin = overviewOf(context, symbol);
  if (coin === null) return `- **${symbol}**: ${noCandles(symbol)}`;
  const forecast = forecastOf(context, symbol);
  const figures = spanFigures(context.view.coins.get(symbol)?.candles);
  const past = context.request.past === null || figures === null
    ? ""
    : `; over ${context.request.past.label} it ${movedWords(figures.changePercent)}, from ${
      writeUsd(figures.first.open)
    } to ${writeUsd(figures.last.close)}`;
  const tail = forecast === null
    ? "; no forecast"
    : `; forecast between ${writeUsd(forecast.lower)} and ${writeUsd(forecast.upper)} (${
      writeSize(widthPercent(forecast))
    } wide), ${forecast.called ? "an edge is claimed" : "no edge"}`;
  return `- **${symbol}**: ${writeUsd(coin.price)}, ${changeWords(coin)}${past}${tail}.`;
}

function widthSentence(context: ChatContext): string {
  const widths = context.coins.flatMap((symbol) => {
    const forecast = forecastOf(context, symbol);
    return forecast === null ? [] : [{ symbol, width: widthPercent(forecast) }];
  }).sort((a, b) => b.width - a.width);
  if (widths.length < 2) return "";
  return `Measured by the width of its range, ${
    widths[0]!.symbol
  } is the most uncertain of them and ${widths.at(-1)!.symbol} the calmest.`;
}

/** What an amount is worth, or how many of one coin are one of another. */
export function answerConversion(context: ChatContext): string {
  const symbol = context.coins[0]!;
  const coin = overviewOf(context, symbol);
  if (coin === null) return noCandles(symbol);
  const worth = worthOf(context.view, symbol, context.request);
  const ratio = ratioOf(context.view, context.coins);
  const lines: string[] = [];
  if (worth !== null && worth.boughtAtUsd !== null) {
    lines.push(
      `${writeUsd(worth.spentUsd!)} of **${symbol}** bought ${whenWords(context)} at ${
        writeUsd(worth.boughtAtUsd)
      } would be ${writeCoins(worth.coins)} ${symbol}, worth ${writeUsd(worth.usd)} now: ${
        worth.usd >= worth.spentUsd! ? "a gain" : "a loss"
      } of ${writeUsd(Math.abs(worth.usd - worth.spentUsd!))} (${
        writeSize((worth.usd / worth.spentUsd! - 1) * 100)
      }), without fees.`,
    );
  } else if (worth !== null) {
    lines.push(
      context.request.amount!.unit === "usd"
        ? `${writeUsd(worth.usd)} buy ${
          writeCoins(worth.coins)
        } **${symbol}** at the present price, without fees.`
        : `${writeCoins(worth.coins)} **${symbol}** are worth ${
          writeUsd(worth.usd)
        } at the present price.`,
    );
  }
  if (ratio !== null) {
    lines.push(`One **${ratio.one}** is worth ${writeCoins(ratio.value)} **${ratio.other}**.`);
  }
  return [
    ...lines,
    ...context.coins.slice(0, 2).map((one) => {
      const row = overviewOf(context, one);
      return row === null ? noCandles(one) : priceSentence(row);
    }),
  ].join(" ");
}

function whenWords({ request }: ChatContext): string {
  const label = request.past?.label ?? "";
  return label.startsWith("the last ") ? `${label.slice("the last ".length)} ago` : `on ${label}`;
}

/** How two coins moved with one another. */
export function answerCorrelation(context: ChatContext, question: string): string {
  const found = correlationOf(context.view, context.coins);
  if (found === null) return answerComparison(context, question);
  const size = Math.abs(found.value);
  const words = size >= 0.7
    ? "closely together"
    : size >= 0.4
    ? "loosely together"
    : "mostly each for itself";
  return `Over ${writePlain(found.hours)} hours the hourly returns of **${
    context.coins[0]
  }** and **${context.coins[1]}** had a correlation of ${writePlain(found.value)}: they moved ${
    found.value <= -0.4 ? "against each other" : words
  }. That describes the past; in a fall most coins move together.\n\n${
    answerComparison(context, question)
  }`;
}
