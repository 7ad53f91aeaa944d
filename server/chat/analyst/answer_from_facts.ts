import type { ChatContext, Intent } from "../context/chat_context.ts";
import { answerAdvice, answerHelp, answerWallet, explainTerm } from "./plain_answers.ts";
import {
  answerComparison,
  answerForecast,
  answerHistory,
  answerIndicators,
  answerPrice,
  answerReason,
} from "./coin_answers.ts";
import { answerMarket, answerRecord, answerTopList } from "./market_answers.ts";

type Answer = (context: ChatContext, question: string) => string;

const ANSWERS: Readonly<Record<Intent, Answer>> = {
  price: (context) => context.coins.length > 0 ? answerPrice(context) : answerMarket(context),
  forecast: (context) =>
    context.coins.length > 0 ? answerForecast(context) : answerTopList(context),
  top_list: answerTopList,
  comparison: (context) =>
    context.coins.length > 1 ? answerComparison(context) : answerTopList(context),
  reason: (context, question) =>
    context.coins.length > 0 ? answerReason(context, question) : answerMarket(context),
  advice: answerAdvice,
  tendency: answerMarket,
  record: answerRecord,
  indicator: (context) =>
    context.coins.length > 0 ? answerIndicators(context) : answerMarket(context),
  history: (context) => context.coins.length > 0 ? answerHistory(context) : answerTopList(context),
  wallet: answerWallet,
  explanation: explainTerm,
  help: answerHelp,
};

/**
 * The built-in analyst: answers from the facts of the context in plain prose, without a language
 * model. Its numbers are those of the facts, written the same way.
 *
 * @returns markdown
 */
export function answerFromFacts(context: ChatContext, question: string): string {
  return ANSWERS[context.intent](context, question);
}
