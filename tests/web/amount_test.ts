import { assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import {
  addAmounts,
  formatAmount,
  formatCoins,
  formatSigned,
  printUnits,
  readAmount,
  toUnits,
  trimAmount,
} from "../../web/lib/amount.ts";

Deno.test("an amount is read exactly, to the last of eight decimals", () => {
  const read = (text: string) => printUnits(readAmount(text).units ?? -1n);
  assertEquals(read("12.5"), "12.5");
  assertEquals(read(" 0.00000001 "), "0.00000001");
  assertEquals(read("9007199254740993"), "9007199254740993");
  assertEquals(read(".5"), "0.5");
  assertEquals(read("7."), "7");
  assertEquals(read("1.100000000000"), "1.1");
});

Deno.test("what is no amount is refused with a sentence that says what to type", () => {
  const refused = [
    ...["", " ", ".", "-1", "+1", "0", "0.00", "NaN", "Infinity", "1e3", "0x10", "1.123456789"],
    ...["１２", "1 000", "1,234", "1.2.3", "9".repeat(19), "12abc", "1_000"],
  ];
  for (const text of refused) {
    const { problem, units } = readAmount(text);
    assertEquals(units, undefined, text);
    assertNotEquals(problem, "", text);
    assertEquals(problem?.endsWith("."), true, text);
  }
});

Deno.test("any units survive being printed and read again", () => {
  fc.assert(fc.property(fc.bigInt({ min: 1n, max: 10n ** 26n - 1n }), (units) => {
    assertEquals(readAmount(printUnits(units)).units, units);
    assertEquals(toUnits(printUnits(-units)), -units);
  }));
});

Deno.test("amounts are shown with all their decimals and without trailing zeros", () => {
  assertEquals(formatAmount("1234567.50000000"), "1,234,567.5");
  assertEquals(formatAmount("0.00000001"), "0.00000001");
  assertEquals(formatAmount("-1000"), "\u22121,000");
  assertEquals(formatAmount("100"), "100");
  assertEquals(
    formatAmount("123456789012345678901234567890.12345678"),
    [
      "123,456,789,012,345,678,901,234,567,890",
      "12345678",
    ].join("."),
  );
  assertEquals(formatCoins("5.00"), "5\u00a0TBC");
  assertEquals(formatSigned("5.10"), "+5.1");
  assertEquals(formatSigned("-5.10"), "\u22125.1");
  assertEquals(formatSigned("0"), "0");
  assertEquals(trimAmount("10.00000000"), "10");
  assertEquals(trimAmount("who knows"), "who knows");
});

Deno.test("sums are exact where floats are not", () => {
  assertEquals(addAmounts(["0.1", "0.2"]), "0.3");
  assertEquals(addAmounts(["9007199254740993", "0.00000001", "-1"]), "9007199254740992.00000001");
  assertEquals(addAmounts([]), "0");
});
