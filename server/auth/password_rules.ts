import { AppError } from "../errors.ts";
import { COMMON_PASSWORDS } from "./common_passwords.ts";
import { normalize } from "./passwords.ts";

const MIN_LENGTH = 10;
const MAX_LENGTH = 128;
/** A shorter name before the @, such as `jo`, is in many good passwords by chance. */
const MIN_NAME_LENGTH = 4;
/** `abababababab` and `1231231231` are one piece again and again. */
const MAX_REPEATED_PIECE = 5;
const SEQUENCES = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "1q2w3e4r5t6y7u8i9o0p",
].flatMap((row) => [row, row.split("").toReversed().join("")]);

/**
 * Refuses a new password that is short, among the first that are tried, or made of the email. There
 * are no rules about kinds of characters: they make passwords harder to remember, not to guess.
 *
 * @throws {AppError} VALIDATION_ERROR that says what is wrong and never repeats the password
 */
export function assertGoodPassword(
  password: string,
  email: string,
  field: "password" | "new_password",
): void {
  const message = problemOf(normalize(password), normalize(email).toLowerCase());
  if (message === null) return;
  throw new AppError("VALIDATION_ERROR", `The password cannot be used: it ${message}.`, {
    details: [{ field, message }],
  });
}

function problemOf(password: string, email: string): string | null {
  const length = [...password].length;
  if (length < MIN_LENGTH) return `must be at least ${MIN_LENGTH} characters long`;
  if (length > MAX_LENGTH) return `must be at most ${MAX_LENGTH} characters long`;
  const lower = password.toLowerCase();
  if (containsEmail(lower, email)) return "must not contain the email address";
  return isCommon(lower) ? "must not be one of those that are tried first" : null;
}

function containsEmail(lower: string, email: string): boolean {
  const name = email.split("@")[0]!;
  return lower.includes(email) || (name.length >= MIN_NAME_LENGTH && lower.includes(name));
}

function isCommon(lower: string): boolean {
  const letters = lower.replace(/[\d\W_]+$/, "").replace(/^[\d\W_]+/, "");
  return COMMON_PASSWORDS.has(lower) || COMMON_PASSWORDS.has(letters) ||
    SEQUENCES.some((row) => row.includes(lower)) || isRepeated(lower);
}

function isRepeated(lower: string): boolean {
  for (let size = 1; size <= MAX_REPEATED_PIECE; size++) {
    const piece = lower.slice(0, size);
    if (piece.repeat(Math.ceil(lower.length / size)).startsWith(lower)) return true;
  }
  return false;
}
