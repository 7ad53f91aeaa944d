import { findWrittenNumbers } from "../check/written_numbers.ts";

/** An amount that is to be worth something in another unit. */
export interface Amount {
  readonly value: number;
  /** What it is an amount of: dollars, or the coin it stands beside. */
  readonly unit: "usd" | "coin";
}

const CONVERSION =
  /\b(?:how much (?:is|are|would|do)|worth|cost|costs|value of|convert|in (?:dollars|usd|usdt)|to (?:dollars|usd|usdt|btc|eth|sol)|equals?|exchange)\b|\bif i (?:had |have )?(?:bought|invested|put)|(?:wie viel|cuánto|combien|quanto)\b/;
const HOW_MANY = /\bhow many\b.*\b(?:is|are|in|for|per|make|buy|get)\b/;
const MONEY = /^(?:\$|usd|€)/;
const MONEY_AFTER = /^\s*(?:\$|usd|usdt|dollars?|bucks|euros?|eur)\b/;
/** Numbers that are a span, a date or the length of a list. */
const NO_AMOUNT =
  /\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b(?:top|best|worst|first|last|next|past|the)\s+\d{1,3}\b|\b\d{1,4}[\s-]*(?:h|hours?|d|days?|weeks?|months?|years?|min|minutes?|coins?|cryptos?|%|percent)(?![a-z])|\b20\d\d(?:-\d\d?){0,2}\b|\b\d{1,2}:\d\d\b|\b(?:rsi|ema|sma|macd)\s*\(?\d+/g;

/** "How much is 2.5 BTC", "convert 500 dollars to ETH": what is to be reckoned; null for other questions. */
export function readAmount(text: string): Amount | null {
  if (!CONVERSION.test(text) && !HOW_MANY.test(text)) return null;
  const plain = text.replace(NO_AMOUNT, (match) => " ".repeat(match.length));
  const number = findWrittenNumbers(plain).find(({ value }) => value > 0);
  if (number === undefined) return null;
  const isMoney = MONEY.test(number.text.toLowerCase()) || number.unit === "usd" ||
    MONEY_AFTER.test(plain.slice(number.end));
  return { value: number.value, unit: isMoney ? "usd" : "coin" };
}

const REACHES =
  /\b(?:reach\w*|hit\w*|above|below|over|under|beyond|past|to|at|cross\w*|break\w*|touch\w*|exceed\w*|drop to|fall to|climb to|get to|go to|going to|surpass\w*|erreich\w*|über|unter|llegar[áa]?|superar[áa]?|atteindre|dépasser)\s+(?:the\s+)?(?:mark of\s+)?$/;

/** "Will it hit 100k": the price in dollars that a question asks about; null where it names none. */
export function readLevel(text: string): number | null {
  const plain = text.replace(NO_AMOUNT, (match) => " ".repeat(match.length));
  for (const { start, value, unit } of findWrittenNumbers(plain)) {
    if (unit === "percent" || Number.isNaN(value) || value <= 0) continue;
    if (REACHES.test(plain.slice(0, start)) || unit === "usd") return value;
  }
  return null;
}
