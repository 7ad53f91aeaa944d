import { CoinAmount } from "./coin_amount.ts";

const DECIMALS = 8;

/**
 * The fee of a send: a percentage of the amount, rounded half-even to 8 decimals.
 *
 * Rounding takes or gives at most 0.5·10⁻⁸ each time, so n parts of an amount cost at least the fee of
 * the whole less (n + 1)·0.5·10⁻⁸.
 *
 * @param amount decimal text
 * @param percent decimal text, 0 to 100
 */
export function feeOf(amount: string, percent: string): string {
  return new CoinAmount(amount).times(percent).div(100)
    .toDecimalPlaces(DECIMALS, CoinAmount.ROUND_HALF_EVEN).toFixed();
}

/** Amount and fee: what leaves the account of the sender. */
export function totalOf(amount: string, fee: string): string {
  return new CoinAmount(amount).plus(fee).toFixed();
}
