import type { Intent } from "./chat_context.ts";

/** What a question asks for, beside its coins. */
export interface RequestedThing {
  readonly intent: Intent;
  /** Past hours it asks about; null where it names none. */
  readonly pastHours: number | null;
  /** Hours ahead it asks about; null where it names none. */
  readonly aheadHours: number | null;
  /** Length of the list it asks for. */
  readonly listSize: number;
  /** True where it asks for the lowest of a list: losers, worst, fall. */
  readonly lowestFirst: boolean;
}

/** Looked for in this order; the first that fits is what is wanted. */
const INTENTS: readonly (readonly [Intent, RegExp])[] = [
  [
    "wallet",
    /\b(?:my|our|mine)\b.*\b(?:balance|wallet|coins?|stakes?|staked|holdings?|transactions?|tbc|tb coin)\b|\bhow (?:many|much).*\b(?:do i|have i)\b.*\b(?:have|own|stake)/,
  ],
  [
    "help",
    /\bwhat (?:can|do) you (?:do|know|tell)|\bhow (?:can|do) you (?:help|work)|\bhelp\b|\bwhat can i ask|\bwhat are you\b|\bcommands\b/,
  ],
  [
    "record",
    /\b(?:track record|record|accura|how (?:good|often|right|reliable)|reliab|trust|hit rate|coverage|past (?:forecasts|predictions)|last (?:forecast|prediction)|turned? out|backtest|were you right)/,
  ],
  [
    "advice",
    /\b(?:should (?:i|we)|would you (?:buy|sell|hold)|is it (?:a )?(?:good|bad|safe|smart|wise|worth)|good (?:time|moment|idea)|worth (?:buying|it)|recommend|advise?|buy or sell|invest in)\b/,
  ],
  [
    "comparison",
    /\b(?:compare|versus|vs\.?|better than|or\b.*\bwhich|difference between|which (?:one )?is (?:better|safer|riskier)|against)\b/,
  ],
  ["reason", /\b(?:why|what (?:moved|drove|caused|explains|happened)|reason|because|how come)\b/],
  [
    "tendency",
    /\b(?:tendency|market (?:mood|trend|direction|sentiment)|bull(?:ish)?|bear(?:ish)?|how is the market|whole market|overall|market doing|everything)\b/,
  ],
  [
    "top_list",
    /\b(?:top|best|strongest|winners?|gainers?|losers?|worst|weakest|perform\w*|movers?|which (?:coins?|ones?|cryptos?)|biggest|most)\b/,
  ],
  [
    "indicator",
    /\b(?:rsi|macd|bollinger|moving average|sma|ema|atr|indicator|overbought|oversold|support|resistance|volatil\w*)\b/,
  ],
  [
    "forecast",
    /\b(?:will|predict\w*|forecast\w*|tomorrow|next|expect\w*|future|going to|rise|fall|reach|outlook|target|go up|go down|mañana|morgen|demain|sub(?:ir|e)|steig)/,
  ],
  [
    "history",
    /\b(?:last|past|since|yesterday|ago|history|was|were|did|moved?|changed?|performance)\b/,
  ],
  [
    "price",
    /\b(?:price|worth|cost|trading at|how much|value|quote|market cap|volume|now|precio|preis|kurs|prix)\b/,
  ],
];

const HOURS: Readonly<Record<string, number>> = {
  hour: 1,
  day: 24,
  week: 168,
  month: 720,
  year: 8_760,
};
const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
};
const LIST_SIZE = 5;
const LONGEST_LIST = 20;

/** Reads what a question wants; without any sign of it, `explanation`. */
export function recogniseRequest(question: string, coins: readonly string[]): RequestedThing {
  const text = question.toLowerCase();
  const intent = INTENTS.find(([, pattern]) => pattern.test(text))?.[0];
  return {
    intent:
      coins.length > 1 && (intent === undefined || intent === "top_list" || intent === "price")
        ? "comparison"
        : intent ?? (coins.length > 0 ? "price" : "explanation"),
    pastHours: readSpan(text, /\b(?:last|past|previous|since|over the)\b/) ??
      (/\byesterday\b/.test(text) ? 24 : null),
    aheadHours: readSpan(text, /\b(?:next|in|within|coming)\b/) ??
      (/\btomorrow\b/.test(text) ? 24 : null),
    listSize: readListSize(text),
    lowestFirst: /\b(?:losers?|worst|weakest|fall|falling|drop\w*|lowest|down)\b/.test(text),
  };
}

/** "last 3 days", "past week", "next month". */
function readSpan(text: string, before: RegExp): number | null {
  const pattern = new RegExp(
    `${before.source}(?: the)?\\s+(\\d{1,4}|[a-z]+)?\\s*(hour|day|week|month|year)s?\\b`,
  );
  const match = pattern.exec(text);
  if (match === null) return null;
  const word = match[1] ?? "a";
  const count = /^\d/.test(word) ? Number(word) : NUMBERS[word] ?? 1;
  return count * HOURS[match[2]!]!;
}

function readListSize(text: string): number {
  const match = /\b(?:top|best|worst|first|the)\s+(\d{1,3})\b/.exec(text) ??
    /\b(\d{1,2})\s+(?:best|top|worst|coins?|cryptos?)\b/.exec(text);
  const twenty = /\btop twenty\b/.test(text) ? LONGEST_LIST : LIST_SIZE;
  return match === null ? twenty : Math.max(1, Math.min(LONGEST_LIST, Number(match[1])));
}
