import { assert, assertEquals } from "@std/assert";
import { isFaithful } from "../../../server/ml_actions/faithful_words.ts";

const COMPUTED =
  "The risk is high: 0.83 of 1, high from 0.7 on. 95 % of what the sender had leaves " +
  "within a day, now to someone new to them. The fee is 4.75 TBC. The total is 1,004.75 TBC. The " +
  "median change is −1.2 %.";

const FAITHFUL = [
  COMPUTED,
  "The risk of this transfer is high, at 0.83. Of the coins 95 % would leave.",
  "With a score of 0.83 this is high. The sender would pay 1004.75 TBC in total.",
  "The coins would go to someone new. The change is -1.2 %.",
  "The risk is high.",
];

/** Each says something that was not computed. */
const UNFAITHFUL: readonly [string, string][] = [
  ["another number", "The risk is high: 0.93."],
  ["another level", "The risk is low: 0.83."],
  ["the level denied", "The risk is not high: 0.83."],
  ["the level denied in short", "The risk isn’t high: 0.83."],
  ["numbers exchanged", "The fee is 1,004.75 TBC and the total 4.75 TBC."],
  ["one number for another", "The risk is high: 0.7, from 0.83 on."],
  ["a sign turned", "The median change is 1.2 %, 95 % of the time."],
  ["a sign added", "The fee is −4.75 TBC."],
  ["the number of another thing", "The fee is 0.83."],
  ["the number of another thing in its unit", "The fee is 1,004.75 TBC."],
  ["another unit", "The sender would pay 95 TBC."],
  ["a unit for none", "The sender would pay 0.83 TBC."],
  ["a number in words", "The fee is five TBC."],
  ["a number in other digits", "The risk is high: ０.83."],
  ["a fraction sign", "About ½ of the coins leave."],
  ["a Roman numeral", "The risk is Ⅳ."],
  ["a claim of safety", "The transfer is safe."],
  ["a claim that it was sent", "The transfer was executed."],
  ["advice", "You should buy."],
  ["markup", "The risk is **high**."],
  ["a link", "The risk is high, see https://example.com."],
  ["a bare link", "See www.example.com."],
  ["an address", "Write to a@example.com."],
  ["a control character", "The risk is high.\u0007"],
  ["a hidden character", "The risk is high.\u202e"],
  ["a precision that was not computed", "The risk is high: 0.830001."],
  ["digits run together", "The risk is high: 0.8395 %."],
  ["nothing", "  "],
  ["too much", "The risk is high. ".repeat(60)],
];

Deno.test("a wording that says what was computed may be used", () => {
  for (const words of FAITHFUL) assert(isFaithful(words, COMPUTED), words);
});

Deno.test("a wording that says other than what was computed is not used", () => {
  for (const [what, words] of UNFAITHFUL) {
    assertEquals(isFaithful(words, COMPUTED), false, what);
  }
});
