import { assert, assertEquals, assertThrows } from "@std/assert";
import { Decimal } from "decimal.js";
import fc from "fast-check";
import { payoutRange, type PoolEntry, sharePool } from "../../../ml/scoring/share_pool.ts";

const UNIT = new Decimal("1e-8");
const exact = Decimal.clone({ precision: 100, toExpNeg: -40, toExpPos: 60 });

const amount = fc.bigInt({ min: 1n, max: 10n ** 15n }).map((units) => {
  const digits = units.toString().padStart(9, "0");
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`;
});
const score = fc.double({ min: 0, max: 1, noNaN: true });
const entry: fc.Arbitrary<PoolEntry> = fc.record({ amount, score });
const pool = fc.array(entry, { minLength: 1, maxLength: 40 });

const total = (amounts: readonly string[]) =>
  amounts.reduce((sum, one) => sum.plus(one), new exact(0));
const farthest = (one: Decimal.Value, other: Decimal.Value) => new exact(one).minus(other).abs();

Deno.test("a pool pays out exactly what was staked, to the last unit", () => {
  fc.assert(fc.property(pool, (entries) => {
    const payouts = sharePool(entries);
    assertEquals(total(payouts).toFixed(8), total(entries.map((one) => one.amount)).toFixed(8));
  }));
});

Deno.test("nobody loses more than the stake nor more than doubles it", () => {
  fc.assert(fc.property(pool, (entries) => {
    sharePool(entries).forEach((payout, at) => {
      assert(new exact(payout).gte(0));
      assert(new exact(payout).lte(new exact(entries[at]!.amount).times(2).plus(UNIT)));
    });
  }));
});

Deno.test("each payout is less than one unit from the formula", () => {
  fc.assert(fc.property(pool, (entries) => {
    const stakes = entries.map((one) => new exact(one.amount));
    const whole = stakes.reduce((sum, stake) => sum.plus(stake), new exact(0));
    const scores = entries.map((one) => new exact(Math.round(one.score * 1e12)).div(1e12));
    const mean = stakes.reduce((sum, stake, at) => sum.plus(stake.times(scores[at]!)), new exact(0))
      .div(whole);
    sharePool(entries).forEach((payout, at) => {
      const share = stakes[at]!.times(scores[at]!.minus(mean).plus(1));
      assert(farthest(payout, share).lt(UNIT), `${payout} ${share}`);
    });
  }));
});

Deno.test("equal stakes with equal scores get the same, whoever they are, but for a unit", () => {
  fc.assert(fc.property(pool, fc.integer({ min: 1, max: 39 }), (entries, by) => {
    const turned = entries.map((_, at) => entries[(at + by) % entries.length]!);
    const [before, after] = [sharePool(entries), sharePool(turned)];
    before.forEach((payout, at) => {
      const place = (at - by % entries.length + entries.length) % entries.length;
      assert(farthest(payout, after[place]!).lte(UNIT));
    });
  }));
});

Deno.test("splitting a stake over several names changes nothing but the rounding", () => {
  const parts = fc.array(amount, { minLength: 2, maxLength: 6 });
  fc.assert(fc.property(pool, parts, score, (others, split, own) => {
    const whole = total(split).toFixed(8);
    const [together, ...restBefore] = sharePool([{ amount: whole, score: own }, ...others]);
    const apart = sharePool([...split.map((part) => ({ amount: part, score: own })), ...others]);
    const summed = total(apart.slice(0, split.length));
    assert(farthest(summed, together!).lte(UNIT.times(split.length + 1)));
    const restAfter = apart.slice(split.length);
    restBefore.forEach((payout, at) => assert(farthest(payout, restAfter[at]!).lte(UNIT)));
  }));
});

Deno.test("a lone stake, and equal scores, come back as they are", () => {
  assertEquals(sharePool([{ amount: "12.5", score: 0 }]), ["12.50000000"]);
  assertEquals(
    sharePool([{ amount: "0.00000001", score: 0.3 }, { amount: "7", score: 0.3 }]),
    ["0.00000001", "7.00000000"],
  );
  assertEquals(sharePool([]), []);
});

Deno.test("a unit that cannot be divided goes to the largest remainder, else to the earlier", () => {
  const one = "0.00000001";
  assertEquals(sharePool([{ amount: one, score: 0.4 }, { amount: one, score: 0.6 }]), [one, one]);
  const thirds = sharePool([1, 0, 0].map((won) => ({ amount: one, score: won })));
  assertEquals(thirds, ["0.00000002", one, "0.00000000"]);
});

Deno.test("a payout lies in the range that was announced, whatever the others score", () => {
  const span = fc.tuple(score, score).map(([a, b]) => ({
    low: Math.min(a, b),
    high: Math.max(a, b),
  }));
  fc.assert(fc.property(amount, entry, span, score, (stake, other, own, where) => {
    const { least, most } = payoutRange(stake, other.amount, own);
    const mine = own.low + (own.high - own.low) * where;
    const [payout] = sharePool([{ amount: stake, score: mine }, other]);
    assert(new exact(payout!).gte(new exact(least).minus(UNIT)));
    assert(new exact(payout!).lte(new exact(most).plus(UNIT)));
  }));
  assertEquals(payoutRange("5", "0.00000000", { low: 0, high: 1 }), { least: "5", most: "5" });
});

Deno.test("what is no amount or no score is refused", () => {
  for (const bad of ["0", "-1", "1e3", "0.000000001", "", "NaN", "1.", "0x10"]) {
    assertThrows(() => sharePool([{ amount: bad, score: 0.5 }]), RangeError, bad);
  }
  for (const bad of [NaN, -0.1, 1.1]) {
    assertThrows(() => sharePool([{ amount: "1", score: bad }]), RangeError);
  }
});
