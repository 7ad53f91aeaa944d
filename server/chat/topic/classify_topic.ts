import { namesMisspeltCoin } from "../context/recognise_coins.ts";
import { CRYPTO_EXAMPLES } from "./crypto_examples.ts";
import { OTHER_EXAMPLES } from "./other_examples.ts";
import { BUILDERS_TERMS, CRYPTO_TERMS, FOREIGN_TERMS } from "./crypto_terms.ts";
import { LIKELY_TERMS, PRODUCT_TERMS, WEAK_TERMS } from "./lexicon.ts";
import { OTHER_TERMS } from "./other_terms.ts";
import { termPattern, tidy } from "./terms.ts";
import { learnWords } from "./word_model.ts";

/** What a question is about. */
export interface Topic {
  readonly valid: boolean;
  /** Between 0 and 1: how likely the question is about this market or this product. */
  readonly probability: number;
  /** True in the band where a language model may be asked to decide. */
  readonly doubtful: boolean;
  /** For the log and the audit: which rule decided. */
  readonly rule: "crypto_term" | "product_term" | "follow_up" | "words" | "empty" | "model";
}

/** What came before a question in its conversation. */
export interface TopicContext {
  /** True when the last question was about this market. */
  readonly previousValid: boolean;
}

const DOUBT = { low: 0.35, high: 0.65 };
/** What each kind of term adds to the log-odds; chosen on our own examples. */
const WEIGHT = {
  likely: 1.2,
  other: -1.6,
  words: 0.5,
  bias: -1.2,
  mostLikely: 3,
  strange: -0.1,
  mostStrange: 3,
};
const USUAL_WORDS = 25;
/** A short question without a subject of its own goes on with the last one. */
const LONGEST_FOLLOW_UP_WORDS = 12;

/** Makes the classifier once: patterns of the lexicon and the words of the examples. */
export function createTopicClassifier(): (question: string, context?: TopicContext) => Topic {
  const crypto = termPattern([...CRYPTO_TERMS, ...BUILDERS_TERMS, ...FOREIGN_TERMS]);
  const product = termPattern(PRODUCT_TERMS);
  const likely = termPattern(LIKELY_TERMS);
  const weak = termPattern(WEAK_TERMS);
  const other = termPattern(OTHER_TERMS);
  const words = learnWords(CRYPTO_EXAMPLES, OTHER_EXAMPLES);

  return (question, context = { previousValid: false }) => {
    const text = tidy(question);
    if (!/\p{L}/u.test(text)) return decided(false, 0, "empty");
    if (FOR_HELP.test(text)) return decided(true, 0.95, "product_term");
    if (count(text, crypto) > 0 || hasSymbol(question)) return decided(true, 0.98, "crypto_term");
    // "Store about me" is about this product, and no shop.
    const others = count(text.replace(product, " "), other);
    if (others === 0 && count(text, product) > 0) return decided(true, 0.95, "product_term");
    // A long text has some of every subject's words by chance.
    const dilution = Math.min(1, USUAL_WORDS / text.split(" ").length);
    const likelies = dilution * (count(text, likely) + count(text, weak) / 2) +
      (NODE_WORD.test(question) || namesMisspeltCoin(question) ? 2 : 0);
    const say = words(text);
    const strange =
      say.unknown.filter((word) => word.length > 3 && count(word, likely) + count(word, weak) === 0)
        .length;
    const odds = WEIGHT.bias + WEIGHT.likely * Math.min(WEIGHT.mostLikely, likelies) +
      WEIGHT.other * others + WEIGHT.words * say.odds +
      WEIGHT.strange * Math.min(WEIGHT.mostStrange, strange);
    if (context.previousValid && others === 0 && isFollowUp(text)) {
      return decided(true, 0.9, "follow_up");
    }
    const probability = 1 / (1 + Math.exp(-odds));
    const doubtful = probability > DOUBT.low && probability < DOUBT.high;
    return { valid: probability >= 0.5, probability, doubtful, rule: "words" };
  };
}

/** Said alone it is said to this product; "help me to lose weight" is not. */
const FOR_HELP =
  /^(?:(?:can you |please )?help(?: me)?(?: please)?|commands?|menu|hilfe|ayuda|aide|ajuda)[.!?]*$/;

function decided(valid: boolean, probability: number, rule: Topic["rule"]): Topic {
  return { valid, probability, doubtful: false, rule };
}

/** How many different terms a text has. */
function count(text: string, pattern: RegExp): number {
  return new Set(text.match(pattern) ?? []).size;
}

/** Opcodes, script kinds, proposals, and addresses: forms that are no word in a list. */
const FORMS =
  /\bOP_[A-Z0-9_]+|\bP2[A-Z]{2,4}\b|\bBIP[ -]?\d+|\bEIP[ -]?\d+|\bBOLT ?\d+|\b0x[0-9a-fA-F]{40,64}\b|\b[0-9a-f]{64}\b|\bbc1[a-z0-9]{20,}|\bSIGHASH_|\$(?!USD|EUR|GBP|CAD|AUD)[A-Z]{2,6}\b|\b(?:[dwsvcx]|st)[A-Z]{3,6}\b|\b\w+DAO\b|\b[A-Z]{3,5}\/USDT?\b/;
/** Names out of the software of a node: options such as `-txindex`, calls such as `gettxoutsetinfo`, fields such as `scriptSig`. */
const NODE_WORD = new RegExp(
  "(?:^|\\s)-[a-z]{7,}\\b|(?:^|\\s)-(?=[a-z]*(?:block|tx|wallet|relay|mempool|peer|prune|listen|rpc|fee))[a-z]{5,}\\b|" +
    "\\b(?:script|tx|block|witness|utxo|hash|key|merkle|coin|seq)[A-Z]\\w+|\\bn(?:Sequence|LockTime|Bits|Version|Time|Nonce)\\b|" +
    "\\b(?:get|list|send|import|dump|sign|create|decode|scan|test|load|submit|estimate|generate|combine|finalize|analyze|fund|lock|abandon|bump|verify)" +
    "(?=[a-z]{5,})[a-z]*(?:tx|block|info|address|wallet|privkey|chain|mempool|outset|psbt|peer|unspent|transaction|feerate|hash|txout|proof)s?\\b|" +
    "\\b[a-z]{2,}(?:txout|txid|blockhash|scriptpubkey|banscore|maxweight)\\b",
);
const FIAT_PAIR = /\b(?:EUR|GBP|USD|JPY|CHF|AUD|CAD|NZD|INR|CNY)\/USDT?\b/;
/** Tickers that are words or letters otherwise count in capitals only. */
const TICKERS =
  /(?<![\w$])(?:BTC|ETH|SOL|ADA|DOT|XRP|BNB|LINK|ATOM|AVAX|NEAR|UNI|ICP|FIL|APT|ARB|OP|SUI|INJ|TRX|LTC|XLM|ETC|AAVE|MKR|GRT|ALGO|SAND|MANA|GALA|APE|PEPE|SHIB|DOGE|TON|HBAR|VET|TBC|CULT|RVLT|LUNA)(?![\w])/;

function hasSymbol(question: string): boolean {
  return FORMS.test(question) && !FIAT_PAIR.test(question) || TICKERS.test(question);
}

const POINTS_BACK =
  /\b(?:it|its|they|them|that|this|those|these|he|the same|the other|others?|one|ones|both|and|also|else|then|so|why|how|which|when|what about|how about|next|last|tomorrow|yesterday|today|week|month|year|hour|day|more|again|instead|first|second|former|latter|either|neither|explain|compare|sure|really|ok|yes|no)\b/;

function isFollowUp(text: string): boolean {
  return text.split(" ").length <= LONGEST_FOLLOW_UP_WORDS && POINTS_BACK.test(text);
}
