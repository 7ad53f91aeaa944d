import { namesTerm } from "../analyst/glossary.ts";
import { type Amount, readAmount, readLevel } from "./amounts.ts";
import type { Intent } from "./chat_context.ts";
import { INTENTS } from "./intents.ts";
import { type PastSpan, readAhead, readPast } from "./spans.ts";

/** What a list is ordered by, or what figure of a coin is wanted. */
export type Metric =
  | "forecast"
  | "change"
  /** A change, up or down. */
  | "move"
  | "volume"
  | "market_cap"
  | "range"
  | "probability"
  | "against_market";

/** What a question asks for, beside its coins. */
export interface RequestedThing {
  readonly intent: Intent;
  /** False where no sign of any intent was found: a question that goes on takes the one before it. */
  readonly isClear: boolean;
  /** Null where it names none. */
  readonly metric: Metric | null;
  /** Null where it asks about no past. */
  readonly past: PastSpan | null;
  /** Hours ahead it asks about; null where it names none. */
  readonly aheadHours: number | null;
  /** A price in dollars it asks about: "will it hit 100k". */
  readonly levelUsd: number | null;
  readonly amount: Amount | null;
  /** Length of the list it asks for. */
  readonly listSize: number;
  /** True where it asks for the lowest of a list: losers, worst, fall. */
  readonly lowestFirst: boolean;
}

const LIST_SIZE = 5;
const LONGEST_LIST = 20;

/** Reads what a question wants; without any sign of it, the price of its coins, or `explanation`. */
export function recogniseRequest(
  question: string,
  coins: readonly string[],
  nowMs: number,
): RequestedThing {
  const text = question.toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, " ").trim();
  const found = INTENTS.find(([, pattern]) => pattern.test(text))?.[0];
  const amount = readAmount(text);
  const past = readPast(text, nowMs);
  const levelUsd = amount === null ? readLevel(text) : null;
  const intent = settle(found, text, { coins, amount, levelUsd, isPast: past !== null });
  return {
    intent: intent === "price" && past !== null && !NOW.test(text) ? "history" : intent,
    isClear: found !== undefined,
    metric: readMetric(text),
    past,
    aheadHours: readAhead(text),
    levelUsd,
    amount,
    listSize: readListSize(text),
    lowestFirst: LOWEST.test(text),
  };
}

/** A price "today" is the one now. */
const NOW =
  /(?<!\p{L})(?:now|current(?:ly)?|today(?:'s)?|rn|heute|hoy|hoje|oggi|aujourd'hui|bugün|gerade|ahora)(?!\p{L})/u;

const LOWEST =
  /\b(?:losers?|worst|weakest|fall|fell|falling|fallen|gefallen|drop\w*|lowest|down|lost|crash\w*|dump\w*|narrowest|calmest|safest|least|smallest|bajó|bajaron|cayó|cayeron|perdió|baissé|chuté|sceso|scesa|caiu|caíram)(?!\p{L})/u;
const DEFINITION =
  /\b(?:what (?:is|are|was|does|do)|what's|whats|explain|define|meaning of|difference between|how (?:does|do|is|are|did)|tell me about|was ist|qué es|qu'est-ce|cos'è|o que é)\b/;
const FIGURE =
  /\b(?:price|worth|trad\w+ at|market ?cap\w*|volume|forecast\w*|predict\w*|range|rsi|macd|chance|probab\w*|rank|precio|kurs|preis|prix|doing|performing|going for)\b/;

/** Where a term of the field is named and no coin, the term is what is asked about. */
const OPEN: readonly Intent[] = ["price", "history", "reason", "forecast"];
const DEFINABLE: readonly Intent[] = ["comparison", "indicator"];
/** "Why is the market bearish?" asks about today, not about the word. */
const THE_MARKET = /\bthe (?:\w+ )?market\b|\beverything\b/;
/** "The least volatile coin" is a list. */
const OF_COINS = /\b(?:least|most|which|top|lowest|highest|calmest|riskiest)\b/;
const TOTAL = /\b(?:total|combined|all coins|whole market|of the market)\b/;

/** What the words alone do not decide. */
function settle(
  found: Intent | undefined,
  text: string,
  { coins, amount, levelUsd, isPast }: {
    readonly coins: readonly string[];
    readonly amount: Amount | null;
    readonly levelUsd: number | null;
    readonly isPast: boolean;
  },
): Intent {
  if (amount !== null && coins.length > 0 && !/\b(?:should|would you)\b/.test(text)) {
    return "conversion";
  }
  const isOfLevel = levelUsd !== null && coins.length > 0 && !isPast;
  if (isOfLevel && (found === undefined || found === "history" || found === "price")) {
    return "forecast";
  }
  if (coins.length === 1 && found === "top_list") {
    return isPast || /\b(?:highest|lowest|biggest|largest|peak)\b/.test(text) ? "history" : "price";
  }
  if (coins.length === 0) {
    if (found === "indicator" && OF_COINS.test(text)) return "top_list";
    const isOpen = found === undefined || OPEN.includes(found) && !TOTAL.test(text) ||
      DEFINABLE.includes(found) && DEFINITION.test(text);
    if (found === "reason" && THE_MARKET.test(text)) return "reason";
    if (isOpen && namesTerm(text)) return "explanation";
    // Neither a coin nor a span: what it asks about is in no figure.
    if (found === "history" && !isPast) return "explanation";
  }
  if (found === "conversion" && coins.length < 2) return "price";
  const asksForMany = found === undefined || found === "top_list" || found === "price";
  if (coins.length > 1 && asksForMany) return "comparison";
  const isDefinition = DEFINITION.test(text) && !FIGURE.test(text);
  if (isDefinition && (found === undefined || found === "price" && coins.length < 2)) {
    return "explanation";
  }
  return found ?? (coins.length > 0 ? "price" : "explanation");
}

const METRICS: readonly (readonly [Metric, RegExp])[] = [
  ["against_market", /\bagainst the (?:market|trend)\b/],
  [
    "market_cap",
    /\b(?:market ?cap\w*|rank(?:s|ed)?|largest|by size|capitali[sz]\w*|marktkapitalisierung)\b/,
  ],
  ["volume", /\b(?:volume|most traded|traded most|liquid)\b/],
  [
    "range",
    /\b(?:volatil\w*|risk\w*|safe\w*|narrow\w*|wide\w*|calm\w*|uncertain\w*|range|risiko|riesgo|risque|rischio|risco)\b/,
  ],
  ["probability", /\b(?:probab\w*|likel\w*|chance\w*|odds)\b/],
  ["forecast", /\b(?:expect\w*|forecast\w*|predict\w*|will|tomorrow|next|going to|upside)\b/],
  [
    "move",
    /^(?!.*\b(?:up|down|higher|lower)\b).*\b(?:movers?|moved? (?:the )?most|swung|swings?)\b/,
  ],
  [
    "change",
    /\b(?:gain\w*|los(?:ers?|t|ing)|winners?|movers?|moved|rose|fell|dropped|pumped|perform\w*|changed?|today|yesterday|last|past|since|overnight|hot|hottest|gefallen|gestiegen)\b/,
  ],
];

function readMetric(text: string): Metric | null {
  return METRICS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

const COUNTS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  ten: 10,
  twenty: 20,
};

function readListSize(text: string): number {
  const match =
    /\b(?:top|best|worst|first|the)\s+(\d{1,3}|two|three|four|five|ten|twenty)\b/.exec(text) ??
      /\b(\d{1,2}|two|three|four|five|ten|twenty)\s+(?:best|top|worst|coins?|cryptos?|most|biggest)\b/
        .exec(text);
  if (match === null) return LIST_SIZE;
  return Math.max(1, Math.min(LONGEST_LIST, COUNTS[match[1]!] ?? Number(match[1])));
}
