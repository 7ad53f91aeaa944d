import type { Config } from "./config.ts";

/** What people leave in place of a secret, in lower case. */
const COMMON = /^(change|default|example|secret|password|admin|test|demo|dev|postgres|your[-_ ])/;

const MIN_KEY_LENGTH = 24;
const MIN_JWT_SECRET_LENGTH = 32;
/** 24 random hexadecimal digits have about 80. */
const MIN_BITS = 48;

/** The secrets that production refuses, each with the reason; no value is ever named. */
export function weakSecrets(config: Config): string[] {
  return [
    problem("ADMIN_API_KEY", config.adminApiKey, MIN_KEY_LENGTH),
    ...jwtSecrets(config).map((one) => problem("JWT_SECRET_KEY", one, MIN_JWT_SECRET_LENGTH)),
    passwordProblem("DATABASE_URL", config.databaseUrl),
    passwordProblem("DATABASE_READ_URL", config.databaseReadUrl),
  ].filter((line) => line !== null);
}

function passwordProblem(name: string, url: string | undefined): string | null {
  const password = url ? URL.parse(url)?.password ?? "" : "";
  return password !== "" && COMMON.test(password.toLowerCase())
    ? `${name} has a password that everyone tries first. Set another on the server.`
    : null;
}

/** Several may be listed, the newest first: each of them verifies. */
function jwtSecrets({ jwtSecretKey }: Config): string[] {
  return jwtSecretKey?.split(",").map((one) => one.trim()) ?? [];
}

function problem(name: string, value: string | undefined, minLength: number): string | null {
  if (value === undefined) return null;
  const advice = `Set at least ${minLength} random characters, or leave it unset.`;
  if (value.length < minLength) return `${name} is too short for production. ${advice}`;
  const weak = COMMON.test(value.toLowerCase()) || bitsOf(value) < MIN_BITS;
  return weak ? `${name} looks like a default or is easy to guess. ${advice}` : null;
}

/** Words, rows of the keyboard and of the alphabet, and repetitions add nothing to what must be guessed. */
const WORDS =
  /secret|passw(?:or)?d|change|default|example|admin|token|please|jwt|key|test|prod(?:uction)?|qwerty|asdf/g;

/** Shannon's measure of what is left of a secret without what anyone would try. */
function bitsOf(value: string): number {
  const rest = withoutRuns(value.toLowerCase().replace(WORDS, "")).replace(/(.{1,16}?)\1+/g, "$1");
  const counts = Map.groupBy(rest, (letter) => letter).values();
  const perLetter = [...counts].reduce((bits, { length }) => {
    const share = length / rest.length;
    return bits - share * Math.log2(share);
  }, 0);
  return perLetter * rest.length;
}

/** `abcdef` and `654321` count as their first two letters. */
function withoutRuns(text: string): string {
  const step = (at: number) => text.charCodeAt(at) - text.charCodeAt(at - 1);
  return [...text].filter((_, at) => Math.abs(step(at)) > 1 || step(at) !== step(at - 1)).join("");
}
