import type { Config } from "./config.ts";
import { passwordOf } from "./secret_values.ts";

/** What people leave in place of a password, in lower case. */
const COMMON = /^(change|default|example|secret|password|admin|test|demo|dev|postgres|your[-_ ])/;
/** The beginnings of long defaults; random letters have one of them once in 10^9 keys. */
const COMMON_KEY =
  /^(?:changeme|(?:change|default|example|secret|password|postgres)[-_ ]|(?:your|admin)[-_ ](?:own|secret|key|jwt|admin|api|token|pass|long|very|super|strong|random))/;

const MIN_KEY_LENGTH = 24;
const MIN_JWT_SECRET_LENGTH = 32;
/**
 * Of 24 random hexadecimal digits 23 pieces are left on average. Of 20 million such keys one had 15
 * and none fewer; each piece fewer is at least five times as rare: nine are some 3 keys in 10^12.
 */
const MIN_PIECES = 10;
/** What is longer than this is strong or repeats itself long before. */
const LOOKED_AT = 256;

/** The secrets that production refuses, each with the reason; no value is ever named. */
export function weakSecrets(config: Config): string[] {
  return [
    problem("ADMIN_API_KEY", config.secrets().adminApiKey, MIN_KEY_LENGTH),
    ...jwtSecrets(config).map((one) => problem("JWT_SECRET_KEY", one, MIN_JWT_SECRET_LENGTH)),
    passwordProblem("DATABASE_URL", config.databaseUrl),
    passwordProblem("DATABASE_READ_URL", config.databaseReadUrl),
    ...ISSUED.map(([name, key]) => placeholderProblem(name, config.secrets()[key])),
  ].filter((line) => line !== null);
}

/** Secrets that others issue are as strong as those make them; but an example's is none. */
const ISSUED = [
  ["OPENAI_API_KEY", "openaiApiKey"],
  ["TWILIO_AUTH_TOKEN", "twilioAuthToken"],
  ["BINANCE_API_KEY", "binanceApiKey"],
  ["BINANCE_API_SECRET", "binanceApiSecret"],
] as const;
/** What a random key does not begin with by chance, nor has in it. */
const PLACEHOLDER =
  /^(?:sk-(?:proj-)?)?(?:your[-_ ][a-z]{3,}(?:[-_ ]|$)|(?:change|replace|insert)[-_ ]?(?:me|this|here)|(?:example|placeholder|secret|password|token)(?:[-_ ]|$)|(.)\1*$)|\.{3}|[…<>{}\s]/;

function placeholderProblem(name: string, value: string | undefined): string | null {
  return value !== undefined && PLACEHOLDER.test(value.toLowerCase())
    ? `${name} is a placeholder. Set what its issuer gave you, or leave it unset.`
    : null;
}

function passwordProblem(name: string, url: string | undefined): string | null {
  const password = passwordOf(url) ?? "";
  const beginnings = password.length < MIN_KEY_LENGTH ? COMMON : COMMON_KEY;
  const isFirstTry = beginnings.test(password.toLowerCase()) || password === userOf(url);
  return password !== "" && isFirstTry
    ? `${name} has a password that everyone tries first. Set another on the server.`
    : null;
}

function userOf(url: string | undefined): string | undefined {
  return url === undefined ? undefined : URL.parse(url)?.username;
}

/** Several may be listed, the newest first: each of them verifies. */
function jwtSecrets({ secrets }: Config): string[] {
  return secrets().jwtSecretKey?.split(",").map((one) => one.trim()) ?? [];
}

function problem(name: string, value: string | undefined, minLength: number): string | null {
  if (value === undefined) return null;
  const advice = `Set at least ${minLength} random characters, or leave it unset.`;
  if (value.length < minLength) return `${name} is too short for production. ${advice}`;
  const weak = COMMON_KEY.test(value.toLowerCase()) || piecesOf(value) < MIN_PIECES;
  return weak ? `${name} looks like a default or is easy to guess. ${advice}` : null;
}

/** Words, rows of the keyboard and of the alphabet, and repetitions add nothing to what must be guessed. */
const WORDS =
  /secret|passw(?:or)?d|change|default|example|admin|token|please|jwt|key|test|prod(?:uction)?|qwerty|asdf/g;
const SHORTEST_REPEAT = 3;

/**
 * How many pieces someone must guess one after the other: a letter, or a stretch that stood before.
 * Counted rather than measured by the frequency of letters, which says little about so short a text.
 */
function piecesOf(value: string): number {
  const rest = withoutRuns(value.slice(0, LOOKED_AT).toLowerCase().replace(WORDS, ""));
  let pieces = 0;
  for (let at = 0; at < rest.length; pieces++) {
    const repeated = repeatedAt(rest, at);
    at += repeated < SHORTEST_REPEAT ? 1 : repeated;
  }
  return pieces;
}

/** How many letters from here on stand somewhere before too. */
function repeatedAt(text: string, at: number): number {
  let length = 0;
  while (at + length < text.length && text.indexOf(text.slice(at, at + length + 1)) < at) length++;
  return length;
}

/** `abcdef` and `654321` count as their first two letters. */
function withoutRuns(text: string): string {
  const step = (at: number) => text.charCodeAt(at) - text.charCodeAt(at - 1);
  return [...text].filter((_, at) => Math.abs(step(at)) > 1 || step(at) !== step(at - 1)).join("");
}
