import type { ChatContext } from "../context/chat_context.ts";
import { answerForecast, answerPrice } from "./coin_answers.ts";
import { GLOSSARY } from "./glossary.ts";
import { answerMarket, answerTopList } from "./market_answers.ts";

/** No advice: what the figures say, and what they leave open. */
export function answerAdvice(context: ChatContext): string {
  const figures = context.coins.length > 0 ? answerForecast(context) : answerTopList(context);
  return `I cannot tell you what to do with your money: I do not know your means, your plans or what you can ` +
    `bear to lose. What the figures say:\n\n${figures}\n\nThe range says what can happen to the price; whether ` +
    `you can live with its lower end is yours to decide.`;
}

/** What can be asked. */
export function answerHelp(context: ChatContext): string {
  return [
    "I answer from this server's own figures, and each of them is a link to where it comes from. Ask for:",
    "",
    '- prices and changes: "How did ETH do last week?"',
    '- forecasts with their ranges: "Where will BTC be tomorrow?"',
    '- lists: "Which five coins are expected to rise most?"',
    '- comparisons: "Compare SOL and AVAX"',
    '- reasons: "What moved the forecast of ADA?"',
    '- the market: "Is the market bullish?"',
    '- the record: "How often was the 90 % range right?"',
    '- your own coins, when you are signed in: "What is my balance?"',
    "",
    answerMarket(context),
  ].join("\n");
}

/** The asker's own wallet; the facts say it already. */
export function answerWallet(context: ChatContext): string {
  const fact = context.facts.find(({ source }) => source.href === "/wallet");
  return `${
    fact?.text ?? "There is no wallet to look at."
  } The Wallet page has the history, and is the only place ` +
    `where coins are moved: I cannot move any.`;
}

/** What a term of the field means; without one, where the market stands. */
export function explainTerm(context: ChatContext, question: string): string {
  const text = question.toLowerCase();
  const entry = GLOSSARY.find(({ names }) =>
    names.some((name) => new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, "u").test(text))
  );
  if (entry !== undefined) return entry.meaning;
  if (context.coins.length > 0) return answerPrice(context);
  return `That goes beyond what my figures tell; with a language model set up I could say more. What I do know:\n\n` +
    answerMarket(context);
}
