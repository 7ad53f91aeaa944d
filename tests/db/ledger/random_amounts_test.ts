import { assertEquals } from "@std/assert";
import { Decimal } from "decimal.js";
import { feeOf } from "../../../db/mod.ts";
import { amountInput } from "../../../server/coins/amount.ts";
import { percentOf, toText, toUnits } from "../../faults/ledger/coin_units.ts";
import { testDatabase } from "../../helpers/database.ts";
import { seeded } from "../../ml/random_series.ts";

const AMOUNTS = 100_000;

/** Texts of up to 14 digits before and 8 after the point, with needless zeros now and then. */
function randomAmount(random: () => number): string {
  const digits = (count: number) =>
    Array.from({ length: count }, () => Math.floor(random() * 10)).join("");
  const whole = digits(1 + Math.floor(random() * 14));
  const decimals = Math.floor(random() * 9);
  return decimals === 0 ? whole : `${whole}.${digits(decimals)}`;
}

Deno.test("a hundred thousand random amounts and their fees are exact in every layer", async () => {
  await using db = await testDatabase();
  const random = seeded(5);
  const texts = Array.from({ length: AMOUNTS }, () => randomAmount(random))
    .filter((text) => toUnits(text) > 0n);
  const parsed = texts.map((text) => amountInput.parse(text));
  const fees = parsed.map((amount) => feeOf(amount, "0.5"));
  const units = texts.map(toUnits);
  assertEquals(parsed.findIndex((amount, at) => toUnits(amount) !== units[at]), -1);
  const wrongFee = fees.findIndex((fee, at) => toUnits(fee) !== percentOf(units[at]!, "0.5"));
  assertEquals(wrongFee, -1);
  const rows = await db.sql<{ amount: string; total: string }>(
    `select amount::numeric(38,8)::text as amount,
       (amount::numeric(38,8) + fee::numeric(38,8))::text as total
     from unnest($1::text[], $2::text[]) with ordinality as given(amount, fee, place)
     order by place`,
    [parsed, fees],
  );
  const wrong = rows.findIndex(({ amount, total }, at) =>
    amount !== toText(units[at]!) || total !== toText(units[at]! + toUnits(fees[at]!))
  );
  assertEquals(wrong, -1, `${texts[wrong]}`);
  const [sum] = await db.sql<{ sum: string }>(
    "select sum(amount::numeric(38,8))::text as sum from unnest($1::text[]) amount",
    [parsed],
  );
  assertEquals(sum?.sum, toText(units.reduce((total, one) => total + one, 0n)));
});

/** What makes an amount none, whatever it was. */
const DAMAGES: readonly ((amount: string) => string)[] = [
  (amount) => `-${amount}`,
  (amount) => `+${amount}`,
  (amount) => `${amount}e3`,
  (amount) => `0x${amount}`,
  (amount) => ` ${amount}`,
  (amount) => `${amount}\n`,
  (amount) => `${amount}.`,
  (amount) => `${amount}.1.1`,
  (amount) => `${amount}_0`,
  (amount) => `${amount},5`,
  (amount) => `1${"0".repeat(18)}${amount}`,
  (amount) => `${amount.split(".")[0]}.${"0".repeat(8)}1`,
  (amount) => amount.replace(/\d/, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  (amount) => amount.replace(/\d/, (digit) => String.fromCharCode(0x660 + Number(digit))),
  (amount) => `${amount}\0`,
  (amount) => amount.replace(/\d/g, "0"),
];

Deno.test("a hundred thousand damaged amounts are refused, and numbers of 15 digits are read exactly", () => {
  const random = seeded(6);
  const texts = Array.from({ length: AMOUNTS }, () => randomAmount(random))
    .filter((text) => toUnits(text) > 0n);
  const read = (given: unknown) => amountInput.safeParse(given).data;
  const damaged = texts.map((text, at) => DAMAGES[at % DAMAGES.length]!(text));
  assertEquals(damaged.filter((text) => read(text) !== undefined), []);
  const short = texts.filter((text) => text.replace(/\D/g, "").length <= 15);
  const wrong = short.find((text) => toUnits(read(Number(text)) ?? "0") !== toUnits(text));
  assertEquals(wrong, undefined, wrong);
});

Deno.test("the fee of a half unit goes to the even one, as the model's does", () => {
  const HalfEven = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_EVEN });
  for (const amount of ["0.000001", "0.000003", "0.000005", "1.000001", "1.00000101"]) {
    const expected = new HalfEven(amount).times("0.5").div(100).toDecimalPlaces(8).toFixed(8);
    assertEquals(toText(percentOf(toUnits(amount), "0.5")), expected, amount);
    assertEquals(toText(toUnits(feeOf(amount, "0.5"))), expected, amount);
  }
});
