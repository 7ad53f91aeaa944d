/** What looks like a telephone number, however it is grouped. */
const NUMBER = /\+?\d(?:[ ().-]{0,2}\d){6,}/g;

/**
 * A provider's words without what must not be shown or logged: given values (the destination, tokens)
 * and whatever looks like a telephone number. Cut to 300 characters.
 */
export function withoutNumbers(
  text: string,
  hidden: readonly (string | null | undefined)[] = [],
): string {
  let clean = text;
  for (const value of hidden) {
    if (value) clean = clean.replaceAll(value, "…");
  }
  return clean.replace(NUMBER, "…").replace(/\s+/g, " ").trim().slice(0, 300);
}
