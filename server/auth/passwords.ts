import { hash, verify } from "@node-rs/argon2";
import { AppError } from "../errors.ts";

/** `Algorithm.Argon2id` of the library, a const enum that cannot be imported by itself. */
const ARGON2ID = 2;

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * What an unknown email is checked against: made with the same parameters, so that it takes as long
 * as a known one. Nobody knows its password: it was thrown away.
 */
export const HASH_OF_NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$SP0POMM82zf4TgZEyfXo0w$JjQNm0rXgH4a+UYfeEhdxkG8Gnq4lZPUsr028AuduHg";

/** Each takes 19 MiB and one of the four threads that the process has for native work. */
const MAX_AT_ONCE = 4;
const MAX_WAITING = 100;

let running = 0;
const waiting: (() => void)[] = [];

/** The argon2id hash of a password, with a salt of its own, in PHC format. */
export async function hashPassword(password: string): Promise<string> {
  return await inTurn(() => hash(normalize(password), PARAMETERS));
}

/**
 * Whether it is the password of the hash. `null` stands for an account that is not there: it is
 * checked all the same, in the same time, and is never right.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await inTurn(() => verify(stored ?? HASH_OF_NOBODY, normalize(password)));
  return right && stored !== null;
}

const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password to be shown once: four groups of five letters and digits, 99 bits of chance. */
export function generatePassword(): string {
  const groups = Array.from({ length: 4 }, () => Array.from({ length: 5 }, randomLetter).join(""));
  return groups.join("-");
}

/** Bytes past the last whole round of the alphabet are drawn again: each letter is as likely. */
function randomLetter(): string {
  for (;;) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < 256 - 256 % LETTERS.length) return LETTERS[byte % LETTERS.length]!;
  }
}

/** The same letters typed on another machine are the same password. */
export function normalize(password: string): string {
  return password.normalize("NFKC");
}

/** A flood of sign-ins waits in a line of its own and is refused when that is too long. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MAX_AT_ONCE) {
    if (waiting.length >= MAX_WAITING) {
      throw new AppError("UNAVAILABLE", "Too many people sign in at this moment. Try again soon.", {
        headers: { "retry-after": "2" },
      });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
  }
}
