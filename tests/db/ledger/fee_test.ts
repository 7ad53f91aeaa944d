import { assert, assertEquals } from "@std/assert";
import { Decimal } from "decimal.js";
import fc from "fast-check";
import { feeOf, totalOf } from "../../../db/mod.ts";

const UNIT = 10n ** 8n;
const Exact = Decimal.clone({ precision: 60 });

/** Whole units of 10⁻⁸ as a decimal text. */
function text(units: bigint): string {
  return new Exact(units.toString()).div(1e8).toFixed();
}

/** The rule in whole numbers: percent as units of 10⁻⁸, half goes to the even one. */
function feeInUnits(amount: bigint, percent: bigint): bigint {
  const [product, whole] = [amount * percent, 100n * UNIT];
  const [quotient, twice] = [product / whole, 2n * (product % whole)];
  return twice > whole || twice === whole && quotient % 2n === 1n ? quotient + 1n : quotient;
}

const amounts = fc.bigInt({ min: 1n, max: 10n ** 26n - 1n });
const percents = fc.bigInt({ min: 0n, max: 100n * UNIT });

Deno.test("a fee is rounded half-even to eight decimals", () => {
  // 0.5 % of 0.000001 is half a unit: to the even 0; of 0.000003 one and a half: to the even 2.
  assertEquals(feeOf("0.000001", "0.5"), "0");
  assertEquals(feeOf("0.000003", "0.5"), "0.00000002");
  assertEquals(feeOf("0.000005", "0.5"), "0.00000002");
  assertEquals(feeOf("100", "0.5"), "0.5");
  assertEquals(feeOf("999999999999999999.99999999", "99.99999999"), "999999999899999999.99999999");
  assertEquals(totalOf("999999999999999999.99999999", "0.00000001"), "1000000000000000000");
});

Deno.test("a fee is what whole numbers say, for any amount and percentage", () => {
  fc.assert(
    fc.property(amounts, percents, (amount, percent) => {
      assertEquals(feeOf(text(amount), text(percent)), text(feeInUnits(amount, percent)));
    }),
    { numRuns: 2_000, seed: 5 },
  );
});

Deno.test("splitting a payment in n saves at most (n + 1) halves of 10⁻⁸", () => {
  const parts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 14n }), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(parts, percents, (amounts, percent) => {
      const whole = amounts.reduce((sum, part) => sum + part, 0n);
      const apart = amounts.reduce(
        (sum, part) => sum.plus(feeOf(text(part), text(percent))),
        new Exact(0),
      );
      const saved = new Exact(feeOf(text(whole), text(percent))).minus(apart);
      assert(saved.lte(new Exact(amounts.length + 1).times("0.5e-8")), saved.toFixed());
    }),
    { numRuns: 1_000, seed: 6 },
  );
});
