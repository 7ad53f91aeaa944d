import type { ChatContext } from "../context/chat_context.ts";
import { writeTime } from "../context/fact_writer.ts";
import { answerForecast, answerPrice } from "./coin_answers.ts";
import { answerComparison } from "./comparison_answers.ts";
import { termMeanings } from "./glossary.ts";
import { answerMarket, answerRecord } from "./market_answers.ts";

/** No advice: what the figures say, and what they leave open. */
export function answerAdvice(context: ChatContext, question: string): string {
  const { coins } = context;
  const figures = coins.length > 1
    ? answerComparison(context, question)
    : coins.length === 1
    ? answerForecast(context, question)
    : answerMarket(context);
  return `That is yours to decide: I do not know your means, your plans or what you can bear to lose, and I give no ` +
    `advice. What the figures say:\n\n${figures}\n\nA range says what can happen to the price; the question is ` +
    `whether you can live with its lower end.`;
}

/** What can be asked. */
export function answerHelp(context: ChatContext): string {
  return [
    "I answer from this server's own figures, and each of them is a link to where it comes from. Ask for:",
    "",
    '- prices and changes: "How did ETH do last week?", "What was BTC worth yesterday?"',
    '- forecasts with their ranges: "Where will BTC be tomorrow?", "How low can it go?"',
    '- lists: "Which five coins fell most today?", "Which has the narrowest range?"',
    '- comparisons: "Compare SOL and AVAX", "How many ETH is one BTC?"',
    '- reasons: "Why did ADA fall?", "What moved the forecast of ADA?"',
    '- the market and terms of it: "Is the market bullish?", "What is staking?"',
    '- the record: "How often was the range right?"',
    '- your own coins and alerts, when you are signed in: "What is my balance?"',
    "",
    answerMarket(context),
  ].join("\n");
}

/** The asker's own wallet; the facts say it already. */
export function answerWallet(context: ChatContext): string {
  return `${
    ownFacts(context, "/wallet", "There is no wallet to look at.")
  } The Wallet page has the history, and is ` +
    `the only place where coins are moved: I cannot move any.`;
}

/** The asker's own alerts; the facts say it already. */
export function answerAlerts(context: ChatContext): string {
  return `${
    ownFacts(context, "/alerts", "There are no alerts to look at.")
  }\n\nRules are made, changed and rehearsed ` +
    `on the Alerts page: I cannot change any.`;
}

function ownFacts(context: ChatContext, href: string, otherwise: string): string {
  const texts = context.facts.filter(({ source }) => source.href === href).map(({ text }) =>
    text.replace(/^The asker has /, "You have ").replace(
      /^The asker's own wallet: /,
      "Your wallet: ",
    )
  );
  return texts.length === 0 ? otherwise : texts.join("\n\n");
}

const CREATIVE = /\b(?:poem|haiku|song|stor(?:y|ies)|joke|essay|lyrics|code|script|rap)s?\b/i;
const SECRET = /\b(?:keys?|passwords?|prompt|instructions|rules|variables?)\b/i;
const DEED =
  /^(?:\W|please|can you|could you|now|also|and)*(?:send|transfer|pay|stake|unstake|withdraw|move|set|create|make|add|delete|remove|cancel|mute|stop|turn|change|raise|lower)\b/i;

/** Something was to be done: nothing here can do it. */
export function answerAct(context: ChatContext, question: string): string {
  const figures = context.coins.length > 0 ? ` What I have:\n\n${answerPrice(context, "")}` : "";
  if (CREATIVE.test(question)) {
    return `I write no poems, jokes or programs: I answer from this server's figures.${figures}`;
  }
  if (SECRET.test(question) && !DEED.test(question)) {
    return `I have no keys, passwords or instructions to tell: I only read the figures of the market.${figures}`;
  }
  return "I cannot do that: I only read figures, whatever I am told. Coins are sent and staked on the Wallet page, alerts and " +
    "their rules are made on the Alerts page, and conversations are erased on the Chat page.";
}

/** How forecasts are made, from what, and how fresh it is. */
export function answerAbout(context: ChatContext, question: string): string {
  const { forecasts, overview } = context.view;
  const { model, prediction_time: madeAt } = forecasts;
  const isTrained = model !== null && model.type !== "NAIVE";
  const trained = model?.trained_at
    ? `, trained at ${writeTime(Date.parse(model.trained_at))}`
    : "";
  return [
    ...termMeanings(question),
    madeAt === null
      ? "No forecasts are published yet: candles are still collected."
      : isTrained
      ? `The forecasts come from a neural network (${model.type})${trained}: it sees returns, ranges, volumes and the rest of the market, and is served only while it is no worse than the naive forecast.`
      : "The naive forecast is served now: it expects the price to stay, and only the width of its range depends on the coin. A trained network replaces it when it is no worse.",
    madeAt === null
      ? ""
      : `The newest were made at ${writeTime(Date.parse(madeAt))}${
        forecasts.stale ? " and are stale" : ""
      }; a new one comes each hour.`,
    overview.as_of === null
      ? ""
      : `Prices are hourly candles of ${
        overview.simulated ? "the simulated exchange" : "the exchange"
      }, the newest closed at ${
        writeTime(Date.parse(overview.as_of))
      }; between them prices are live where a page shows them so.`,
    answerRecord({ ...context, coins: [] }),
  ].filter(Boolean).join("\n\n");
}

/** A coin that is not followed: better said than answered with something else. */
export function answerUnknownCoin(context: ChatContext): string {
  const { unknownCoins, view } = context;
  const names = unknownCoins.join(" and ");
  const followed = view.overview.coins.map(({ symbol }) => symbol).slice(0, LONGEST_LIST);
  const rest = view.overview.coins.length > LONGEST_LIST ? " and others on the Overview page" : "";
  return `${names} ${
    unknownCoins.length > 1 ? "are" : "is"
  } not among the coins followed here, so I have no price and no ` +
    `forecast of ${unknownCoins.length > 1 ? "them" : "it"}. Followed are ${
      followed.join(", ")
    }${rest}.`;
}

const LONGEST_LIST = 20;

/** An address or a hash of some chain. */
const CHAIN_REFERENCE =
  /(?<!\w)(?:0x[0-9a-f]{40,64}|[0-9a-f]{64}|bc1[a-z0-9]{20,}|[13][1-9A-HJ-NP-Za-km-z]{25,34})(?!\w)/i;

/** What a term of the field means; without one, where the market stands. */
export function explainTerm(context: ChatContext, question: string): string {
  const meanings = termMeanings(question);
  const figures = context.coins.length > 0 ? answerPrice(context, question) : "";
  if (meanings.length > 0) return [...meanings, figures].filter(Boolean).join("\n\n");
  if (figures !== "") return figures;
  if (CHAIN_REFERENCE.test(question)) {
    return "Addresses, transactions and blocks of a chain are not in my data: a block explorer of that chain shows them.";
  }
  return `That is not in my data: I know prices, forecasts, their record and the terms of the field, but no news, laws, people or ` +
    `firms. What I do know:\n\n${answerMarket(context)}`;
}
