import type { ChatContext, Intent } from "../context/chat_context.ts";
import {
  answerForecast,
  answerHistory,
  answerIndicators,
  answerPrice,
  answerReason,
  NO_NEWS,
} from "./coin_answers.ts";
import { writeTime } from "../context/fact_writer.ts";
import { answerComparison, answerConversion, answerCorrelation } from "./comparison_answers.ts";
import { beyondHorizon } from "./sentences.ts";
import { termMeanings } from "./glossary.ts";
import { languageNote } from "./language_note.ts";
import {
  answerMarket,
  answerMarketFigure,
  answerMarketForecast,
  answerMarketReason,
  answerRecord,
  answerTopList,
} from "./market_answers.ts";
import {
  answerAbout,
  answerAct,
  answerAdvice,
  answerAlerts,
  answerHelp,
  answerUnknownCoin,
  answerWallet,
  explainTerm,
} from "./plain_answers.ts";

type Answer = (context: ChatContext, question: string) => string;

/** The answer about coins where some are named, about the market where none is. */
function byCoins(ofCoins: Answer, ofMarket: Answer): Answer {
  return (context, question) => (context.coins.length > 0 ? ofCoins : ofMarket)(context, question);
}

const ANSWERS: Readonly<Record<Intent, Answer>> = {
  price: byCoins(answerPrice, answerMarketFigure),
  forecast: byCoins(answerForecasts, answerMarketForecast),
  top_list: answerTopList,
  comparison: (context, question) =>
    context.coins.length > 1
      ? answerComparison(context, question)
      : context.coins.length === 1
      ? `${answerPrice(context, question)}\n\n${
        context.unknownCoins.length > 0
          ? answerUnknownCoin(context)
          : "What else it was to be compared with is not in my data."
      }`
      : answerTopList(context),
  reason: byCoins(answerReasons, answerMarketReason),
  advice: answerAdvice,
  tendency: byCoins(answerTendencyOfCoins, answerMarket),
  record: answerRecord,
  indicator: byCoins(answerIndicators, answerMarket),
  history: byCoins(answerHistory, answerTopList),
  conversion: byCoins(answerConversion, answerMarket),
  correlation: byCoins(answerCorrelation, answerMarket),
  wallet: answerWallet,
  alerts: answerAlerts,
  act: answerAct,
  about: answerAbout,
  explanation: explainTerm,
  help: answerHelp,
};

/** Forecasts of several coins are read best side by side. */
function answerForecasts(context: ChatContext, question: string): string {
  if (context.coins.length === 1) return answerForecast(context, question);
  return [beyondHorizon(context), answerComparison(context, question)].filter(Boolean).join("\n\n");
}

/** "Why is SOL weaker than BTC?" is seen side by side. */
function answerReasons(context: ChatContext, question: string): string {
  return context.coins.length === 1
    ? answerReason(context, question)
    : `${answerComparison(context, question)}\n\n${NO_NEWS}`;
}

/** "Is ETH bullish?": its own figures first, then the market's. */
function answerTendencyOfCoins(context: ChatContext, question: string): string {
  return `${answerPrice(context, question)}\n\n${answerMarket(context)}`;
}

/** What is answered without a coin of one's own, though one that is not followed is named. */
const WITHOUT_COINS: readonly Intent[] = ["act", "wallet", "alerts", "help", "about"];

/**
 * The built-in analyst: answers from the facts of the context in plain prose, without a language
 * model. Its numbers are those of the facts, written the same way.
 *
 * @returns markdown
 */
export function answerFromFacts(context: ChatContext, question: string): string {
  const note = languageNote(question);
  return [note && `*${note}*`, wordAnswer(context, question), staleNote(context)].filter(Boolean)
    .join("\n\n");
}

/** Figures that are old are not passed off as those of now. */
function staleNote({ intent, view }: ChatContext): string {
  const { stale, prediction_time: madeAt } = view.forecasts;
  if (!stale || madeAt === null || TIMELESS.includes(intent)) return "";
  return `*Nothing new has come since ${writeTime(Date.parse(madeAt))}: these figures are stale.*`;
}

/** What does not depend on how fresh the market is. */
const TIMELESS: readonly Intent[] = ["act", "wallet", "alerts", "explanation", "record", "about"];

function wordAnswer(context: ChatContext, question: string): string {
  const isElsewhere = context.asksElsewhere && !WITHOUT_COINS.includes(context.intent);
  if (!isElsewhere) return ANSWERS[context.intent](context, question);
  return [...termMeanings(question), answerUnknownCoin(context)].join("\n\n");
}
