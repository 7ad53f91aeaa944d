import { z } from "zod";

const RULE = 'must be a decimal above zero such as "12.5", with at most 18 digits before the ' +
  "point and 8 after it";
const MOST_DIGITS_OF_A_NUMBER = 15;

/**
 * An amount of TB Coin as it comes in: a decimal text of ASCII digits, or a JSON number of at most 15
 * significant digits. It goes on as a decimal text without needless zeros; nothing is ever rounded.
 */
export const amountInput = z.union([z.string(), z.number()], { error: RULE })
  .transform((given, context): string => {
    const exact = exactText(given);
    if (exact !== null && exact !== "0") return exact;
    context.issues.push({ code: "custom", message: RULE, input: given });
    return z.NEVER;
  });

/** As {@link amountInput}, where zero is an amount too: the bound of a filter. */
export const amountBound = z.union([z.string(), z.number()], { error: "must be a decimal" })
  .transform((given, context): string => {
    const exact = exactText(given);
    if (exact !== null) return exact;
    context.issues.push({ code: "custom", message: "must be a decimal", input: given });
    return z.NEVER;
  });

function exactText(given: string | number): string | null {
  const text = typeof given === "string" ? given : plainText(given);
  return text !== null && /^[0-9]{1,18}(\.[0-9]{1,8})?$/.test(text) ? trimAmount(text) : null;
}

/**
 * The shortest decimal text of a JSON number. By then it is a float: one of more than 15 significant
 * digits may no longer be what was sent, so it is refused.
 */
function plainText(value: number): string | null {
  if (!Number.isFinite(value) || value < 0) return null;
  const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
  const digits = mantissa.replace(".", "");
  if (digits.length > MOST_DIGITS_OF_A_NUMBER) return null;
  // Below 10⁻⁶ a number prints with an exponent; its value is what counts.
  return Number(exponent) < -6 ? `0.${"0".repeat(-1 - Number(exponent))}${digits}` : `${value}`;
}

/** A decimal text without zeros in front and at the end: `"0012.500"` is `"12.5"`. */
export function trimAmount(text: string): string {
  const [whole = "", fraction = ""] = text.split(".");
  const kept = fraction.replace(/0+$/, "");
  const lead = whole.replace(/^(-?)0+(?=\d)/, "$1");
  return kept === "" ? lead : `${lead}.${kept}`;
}
