/** One entry of a pool. */
export interface PoolEntry {
  /** What was staked, an exact decimal with at most 8 decimals. */
  readonly amount: string;
  /** How well the forecast did, 0 to 1; twelve decimals of it count. */
  readonly score: number;
}

/** Decimals of an amount. */
const DECIMALS = 8;
/** A score as a whole number of these parts, so that all that follows is exact. */
const SCORE_PARTS = 10n ** 12n;

/**
 * Pays a pool out by weighted scores: each gets m (1 + s - S), with its stake m, its score s and the
 * mean score S of the pool weighted by stake (Lambert, Langford, Wortman, Chen, Reeves, Shoham &
 * Pennock 2008, "Self-financed wagering mechanisms for forecasting"). Nobody adds to the pool or takes
 * from it, nobody loses more than the stake, and with a proper score it pays best to state what one
 * believes. Splitting a stake, or a name, changes nothing.
 *
 * Computed in whole units of 8 decimals: each share is rounded down, and the units left over go to the
 * largest remainders, to the earlier entry where two are equal. No payout is a unit away from exact.
 *
 * @returns the payouts in the order of the entries; they add up to the pool exactly
 * @throws RangeError for an amount that is no such decimal or not positive, or a score outside [0, 1]
 */
export function sharePool(entries: readonly PoolEntry[]): string[] {
  const stakes = entries.map(({ amount }) => toUnits(amount));
  const scores = entries.map(({ score }) => toParts(score));
  const pool = stakes.reduce((sum, stake) => sum + stake, 0n);
  const earned = stakes.reduce((sum, stake, at) => sum + stake * scores[at]!, 0n);
  const whole = SCORE_PARTS * pool;
  const shares = stakes.map((stake, at) => stake * ((SCORE_PARTS + scores[at]!) * pool - earned));
  const units = shares.map((share) => share / whole);
  let left = pool - units.reduce((sum, unit) => sum + unit, 0n);
  for (const at of byRemainder(shares.map((share) => share % whole))) {
    if (left === 0n) break;
    units[at]! += 1n;
    left -= 1n;
  }
  return units.map(toAmount);
}

/** Places in order of their remainder, the largest first. */
function byRemainder(remainders: readonly bigint[]): number[] {
  const order = (one: number, other: number) => {
    const difference = remainders[other]! - remainders[one]!;
    return difference === 0n ? one - other : difference > 0n ? 1 : -1;
  };
  return [...remainders.keys()].sort(order);
}

/**
 * What an entry could get at least and at most while the others of the pool may score anything: the
 * others all score 1 while it does its worst, or 0 while it does its best.
 *
 * @param others what the others have staked together
 */
export function payoutRange(
  amount: string,
  others: string,
  score: { readonly low: number; readonly high: number },
): { least: string; most: string } {
  if (/^0*(\.0*)?$/.test(others)) return { least: amount, most: amount };
  const share = (own: number, rest: number) =>
    sharePool([{ amount, score: own }, { amount: others, score: rest }])[0]!;
  return { least: share(score.low, 1), most: share(score.high, 0) };
}

function toUnits(amount: string): bigint {
  const [, whole, part = ""] = /^(\d+)(?:\.(\d{1,8}))?$/.exec(amount) ?? [];
  const units = whole === undefined ? 0n : BigInt(whole + part.padEnd(DECIMALS, "0"));
  if (units <= 0n) throw new RangeError(`The stake "${amount}" is not a positive amount.`);
  return units;
}

function toParts(score: number): bigint {
  if (!(score >= 0 && score <= 1)) throw new RangeError(`The score ${score} is not in [0, 1].`);
  return BigInt(Math.round(score * Number(SCORE_PARTS)));
}

function toAmount(units: bigint): string {
  const digits = units.toString().padStart(DECIMALS + 1, "0");
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
}
