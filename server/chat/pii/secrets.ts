import { wordlist as czech } from "@scure/bip39/wordlists/czech.js";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as french } from "@scure/bip39/wordlists/french.js";
import { wordlist as italian } from "@scure/bip39/wordlists/italian.js";
import { wordlist as portuguese } from "@scure/bip39/wordlists/portuguese.js";
import { wordlist as spanish } from "@scure/bip39/wordlists/spanish.js";
import type { Span } from "./view.ts";

const IS = "(?:is|are|was|=|:=|:|->|es|est|ist|lautet|é|è|war)";
const NAMED_PASSWORD = new RegExp(
  "(?<!\\p{L})(?:password|passwd|passphrase|passcode|pass word|pwd|pw|pass|pin(?: code)?|contraseña|clave|kennwort|passwort|" +
    `mot de passe|senha|hasło|wachtwoord|lösenord|пароль)\\s*${IS}\\s*["'“]?([^\\s"'”,;]{3,})`,
  "giu",
);
const NAMED_SECRET =
  /\b(?:\w*(?:secret|api[_ -]?key|access[_ -]?key|auth[_ -]?token|access[_ -]?token|private[_ -]?key|privkey|priv key))\b\s*(?:is|=|:|:=)\s*["']?((?=[A-Za-z+/_=.-]*\d)[A-Za-z0-9+/_=.-]{8,})|\bbearer\s+([A-Za-z0-9+/_=.-]{16,})/gi;
/** A key of 32 bytes is written like a hash: what stands before it says which it is. */
const PRIVATE_KEY =
  /\b(?:private[_ -]?key|privkey|priv key|secret key|secret)\b[^.!?\n]{0,24}?\b(?:0x)?([0-9a-f]{64})\b/gi;
/** Numbers that open something for a moment, or pay with a card. */
const CODE =
  /\b(?:2fa|otp|mfa|authenticator|verification|security|sms|one[- ]time|cvv2?|cvc2?|tan)\s*(?:code|pin|number)?\s*(?:is|=|:|ist|es)\s*(\d[\d ]{1,8}\d)\b|\bpin\s+(?:is\s+|code\s+)?(\d{4,8})\b/gi;
const USER_NAME =
  /\b(?:user ?name|login|user id|benutzername)\s*(?:is|=|:|ist)\s*["']?([^\s"',;]{2,})/gi;

/** Keys that tell by their form whose they are; the last are ours, tokens, wallets and PEM. */
const KEYS = new RegExp(
  "(?<![\\w-])(?:" + [
    "sk-[A-Za-z0-9_-]{16,}",
    "(?:sk|rk|whsec)_(?:(?:live|test)_)?[A-Za-z0-9]{16,}",
    "gh[pousr]_[A-Za-z0-9]{20,}",
    "github_pat_\\w{20,}",
    "gl(?:pat|dt|rt|cbt|ptt)-[\\w-]{16,}",
    "npm_[A-Za-z0-9]{30,}",
    "pypi-[\\w-]{30,}",
    "hf_[A-Za-z0-9]{20,}",
    "dop_v1_[0-9a-f]{40,}",
    "shp(?:at|ca|pa|ss)_[0-9a-f]{24,}",
    "SG\\.[\\w-]{16,}\\.[\\w-]{16,}",
    "ya29\\.[\\w-]{20,}",
    "A[KS]IA[A-Z0-9]{16}",
    "xox[abeprs]-[\\w-]{10,}",
    "AIza[\\w-]{30,}",
    "\\d{8,10}:AA[\\w-]{30,}",
    "AGE-SECRET-KEY-1[A-Z0-9]{30,}",
    "pck_[0-9a-f]{16,}",
    "eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]{8,}",
    "[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{50,}",
    "[5KL][1-9A-HJ-NP-Za-km-z]{50,51}",
  ].join("|") +
    ")(?!\\w)|-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)",
  "g",
);

/** Words that speak about a password rather than give one. */
const NOT_A_VALUE =
  /^(?:required|needed|wrong|lost|forgotten|secure|safe|important|not|a|an|the|my|to|used|stored|protected|weak|strong|hashed|encrypted|too|very|always|never|only|what|it|this|that|like|different|enough|better|short|long)[.!?]?$/i;

/** Passwords, keys and the words that open a wallet. */
export function* findSecrets(text: string): Generator<Span> {
  for (const pattern of [NAMED_PASSWORD, NAMED_SECRET, PRIVATE_KEY, CODE]) {
    for (const match of text.matchAll(pattern)) {
      if (NOT_A_VALUE.test(match[1] ?? match[2]!)) continue;
      yield { start: match.index, end: match.index + match[0].length };
    }
  }
  for (const match of text.matchAll(KEYS)) {
    yield { start: match.index, end: match.index + match[0].length };
  }
  yield* findSeedPhrases(text);
}

/** Names under which someone signs in. */
export function* findUserNames(text: string): Generator<Span> {
  for (const match of text.matchAll(USER_NAME)) {
    if (NOT_A_VALUE.test(match[1]!)) continue;
    yield { start: match.index, end: match.index + match[0].length };
  }
}

/** BIP 39: phrases have at least this many words, all of one list. */
const SHORTEST_PHRASE = 12;
/** The languages in Latin letters; the lists of others are the words of everyday texts too. */
const LISTS: readonly ReadonlySet<string>[] = [english, spanish, french, italian, portuguese, czech]
  .map((list) => new Set(list.map((word) => word.normalize("NFC"))));

/** Words of older wallets are of other lists: what is called a phrase, and is no sentence. */
const NAMED_PHRASE =
  /\b(?:seed(?: phrase| words?)?|mnemonic(?: phrase)?|recovery (?:phrase|words))\s*(?:is|are|:|=)\s*((?:[\d.,;)\s]*[a-z]{3,12}(?![\p{L}'])){12,25})/giu;
const SENTENCE =
  /\b(?:the|that|with|and|for|you|your|not|never|should|which|have|has|are|was|from|this|they|can|will)\b/i;

function* findSeedPhrases(text: string): Generator<Span> {
  for (const match of text.matchAll(NAMED_PHRASE)) {
    if (SENTENCE.test(match[1]!)) continue;
    yield { start: match.index, end: match.index + match[0].length };
  }
  // "1. witch 2. collapse" and "witch, collapse" are the same phrase.
  const words = [...text.matchAll(/\p{L}+|[!?:;]|(?<!\d)\./gu)];
  if (words.length < SHORTEST_PHRASE) return;
  for (const list of LISTS) yield* runsOf(list, words);
}

function* runsOf(list: ReadonlySet<string>, words: readonly RegExpExecArray[]): Generator<Span> {
  let start = 0;
  let end = 0;
  let count = 0;
  for (const match of words) {
    // "One" opens a wallet too, but more often it is a digit of a number that is read out.
    if (list.has(match[0].toLowerCase()) && !/^one$/i.test(match[0])) {
      if (count === 0) start = match.index;
      end = match.index + match[0].length;
      count++;
      continue;
    }
    if (count >= SHORTEST_PHRASE) yield { start, end };
    count = 0;
  }
  if (count >= SHORTEST_PHRASE) yield { start, end };
}
