import { AppError } from "./errors.ts";

/** As many digits survive in a number of JavaScript, which JSON is parsed to, whatever they are. */
const MOST_DIGITS = 15;

/** Inside a text of JSON the quotation marks would have a backslash before them. */
const AMOUNT = /"amount"\s*:\s*(-?\d[\d.eE+-]*)/g;

/**
 * Refuses JSON in which an amount is a number of more than 15 significant digits, before it is parsed:
 * `1.0000000000000001` is 1 afterwards, and nobody could tell.
 *
 * @throws {AppError} VALIDATION_ERROR
 */
export function assertExactAmounts(json: string): void {
  for (const [, number = ""] of json.matchAll(AMOUNT)) {
    if (significantDigits(number) <= MOST_DIGITS) continue;
    const message = `must have at most ${MOST_DIGITS} significant digits as a number`;
    throw new AppError("VALIDATION_ERROR", `"amount" ${message}. Send it as a text.`, {
      details: [{ field: "amount", message }],
    });
  }
}

function significantDigits(number: string): number {
  const [mantissa = ""] = number.toLowerCase().split("e");
  return mantissa.replace(/\D/g, "").replace(/^0+/, "").replace(/0+$/, "").length;
}
