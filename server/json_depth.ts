import { AppError } from "./errors.ts";

/** Our own inputs are at most five deep. */
export const MAX_JSON_DEPTH = 32;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** `[` and `{`, `]` and `}`, differ in this bit. */
const BRACE_BIT = 0x20;
const OPENING = 0x7b;
const CLOSING = 0x7d;

/**
 * Refuses JSON that is nested deeper than {@link MAX_JSON_DEPTH}, in one pass over the bytes before
 * anything is parsed: a parser that calls itself for each level would run out of stack.
 *
 * @throws {AppError} BAD_REQUEST
 */
export function assertShallow(json: Uint8Array): void {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]!;
    if (byte === QUOTE) {
      at = endOfText(json, at);
    } else if ((byte | BRACE_BIT) === OPENING) {
      if (++depth > MAX_JSON_DEPTH) throw tooDeep();
    } else if ((byte | BRACE_BIT) === CLOSING) {
      depth--;
    }
  }
}

/** The place of the quotation mark that ends a text. */
function endOfText(json: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}

function tooDeep(): AppError {
  return new AppError(
    "BAD_REQUEST",
    `The JSON is nested more than ${MAX_JSON_DEPTH} deep. Send it flatter.`,
  );
}
