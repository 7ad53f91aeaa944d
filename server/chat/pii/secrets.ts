import { wordlist } from "@scure/bip39/wordlists/english.js";
import type { Span } from "./view.ts";

const NAMED_PASSWORD =
  /\b(?:password|passwd|passphrase|passcode|pass word|pwd|pin(?: code)?|contraseña|kennwort|passwort|mot de passe)\s*(?:is|are|=|:|es|ist|:=)\s*["']?([^\s"',;]{3,})/gi;
const NAMED_SECRET =
  /\b(?:\w*(?:secret|api[_ -]?key|access[_ -]?key|auth[_ -]?token|access[_ -]?token|private[_ -]?key))\b\s*(?:is|=|:|:=)\s*["']?([A-Za-z0-9+/_=.-]{8,})/gi;
const USER_NAME = /\b(?:user ?name|login|user id)\s*(?:is|=|:)\s*["']?([^\s"',;]{2,})/gi;

/** Keys that tell by their form whose they are: OpenAI, GitHub, AWS, Slack, Google, ours, a token, PEM. */
const KEYS =
  /\b(?:sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|AKIA[A-Z0-9]{16}|xox[abprs]-[\w-]{10,}|AIza[\w-]{30,}|pck_[0-9a-f]{16,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}|[xyz]prv[1-9A-HJ-NP-Za-km-z]{50,}|[5KL][1-9A-HJ-NP-Za-km-z]{50,51})\b|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;

/** Words that speak about a password rather than give one. */
const NOT_A_VALUE =
  /^(?:required|needed|wrong|lost|forgotten|secure|safe|important|not|a|an|the|my|to|used|stored|protected|weak|strong|hashed|encrypted)$/i;

/** Passwords, keys and the words that open a wallet. */
export function* findSecrets(text: string): Generator<Span> {
  for (const pattern of [NAMED_PASSWORD, NAMED_SECRET]) {
    for (const match of text.matchAll(pattern)) {
      if (NOT_A_VALUE.test(match[1]!)) continue;
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
const PHRASE_WORDS: ReadonlySet<string> = new Set(wordlist);

function* findSeedPhrases(text: string): Generator<Span> {
  let start = 0;
  let end = 0;
  let count = 0;
  for (const match of text.matchAll(/[A-Za-z]+|[.!?:;]/g)) {
    if (PHRASE_WORDS.has(match[0].toLowerCase())) {
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
