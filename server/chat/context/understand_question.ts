import { type KnownCoin, recogniseCoins } from "./recognise_coins.ts";
import { recogniseRequest, type RequestedThing } from "./recognise_request.ts";

/** What a question was understood to ask, after what was said before it. */
export interface Understood {
  /** Symbols of the coins it is about; empty for the whole market. */
  readonly coins: readonly string[];
  readonly request: RequestedThing;
}

const POINTS_BACK =
  /\b(?:it|its|that|this one|the same|them|they|these|those|both|which one|which of|the two|the first|the second|the former|the latter|the other)\b|^(?:and|why|how about|what about|also|then|so|or|und|y|et|e)\b|^(?:how|what) (?:about|come)\b/i;
const ADDS = /\b(?:it|that|them|both|also|too|as well)\b/i;
const GOES_ON = /^(?:and|what about|how about|also|then|or|und|y|et|e)\b/i;
/** A question of the whole market, whatever was spoken of before. */
const WHOLE_MARKET =
  /\b(?:market|everything|all coins|which coins?|what coins?|top \d+|winners|losers|gainers|movers)\b/i;

/** A question of the conversation and the coins it was found to be about. */
export interface EarlierQuestion {
  readonly question: string;
  /** Left out where it is not known any more. */
  readonly coins?: readonly string[];
}

/**
 * Understands a question after the ones before it: "and next week?" asks the same of the same coins,
 * "compare it with ETH" adds one to them, "and SOL?" asks the same of another.
 *
 * @param earlier questions of the conversation, the oldest first
 */
export function understandQuestion(
  question: string,
  earlier: readonly EarlierQuestion[],
  known: readonly KnownCoin[],
  nowMs: number,
): Understood {
  let before: Understood | null = null;
  for (const one of earlier) {
    const understood = understandAfter(one.question, before, known, nowMs);
    before = { ...understood, coins: one.coins ?? understood.coins };
  }
  return understandAfter(question, before, known, nowMs);
}

function understandAfter(
  question: string,
  before: Understood | null,
  known: readonly KnownCoin[],
  nowMs: number,
): Understood {
  const named = recogniseCoins(question, known);
  const pointsBack = before !== null && POINTS_BACK.test(question);
  const coins = pointsBack ? coinsAfter(question, named, before) : named;
  const request = recogniseRequest(question, coins, nowMs);
  if (before === null || !pointsBack) return { coins, request };
  return {
    coins,
    request: goesOn(question, request) ? continued(before.request, request) : request,
  };
}

function coinsAfter(
  question: string,
  named: readonly string[],
  before: Understood,
): readonly string[] {
  if (named.length === 0 && before.coins.length > 1) {
    const one = before.coins[placeNamed(question)];
    if (one !== undefined) return [one];
  }
  if (named.length === 0) return WHOLE_MARKET.test(question) ? [] : before.coins;
  const adds = ADDS.test(question) && !GOES_ON.test(question) ||
    /\bcompare|\bwith\b/i.test(question);
  return adds ? [...new Set([...before.coins, ...named])] : named;
}

/** Which of several coins "the first" and "the latter" are; -1 where none is meant. */
function placeNamed(question: string): number {
  if (/\bthe (?:first|former)\b/i.test(question)) return 0;
  return /\bthe (?:second|latter|other)\b/i.test(question) ? 1 : -1;
}

/** A question without a wish of its own, or with nothing but another span. */
function goesOn(question: string, request: RequestedThing): boolean {
  if (!GOES_ON.test(question)) return false;
  return !request.isClear || request.intent === "history" || request.intent === "forecast";
}

/** What was asked before, with the span and the list of the question that goes on. */
function continued(before: RequestedThing, now: RequestedThing): RequestedThing {
  const turns = now.past !== null || now.aheadHours !== null || now.levelUsd !== null;
  if (turns && now.isClear) return { ...now, metric: now.metric ?? before.metric };
  return {
    ...before,
    past: now.past ?? before.past,
    aheadHours: now.aheadHours ?? before.aheadHours,
    levelUsd: now.levelUsd ?? before.levelUsd,
  };
}
