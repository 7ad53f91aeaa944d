import { Decimal } from "decimal.js";

/**
 * Decimals for amounts of coins, which have up to 26 digits: exact in every sum, difference and product of
 * two. A plain `Decimal` rounds each result to 20 digits.
 */
export const CoinAmount = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_EVEN });
