/**
 * Score of a probability that the price rises: 1 - (p - y)², where y is 1 if it rose and 0 if not
 * (Brier 1950, turned round so that higher is better). In [0, 1], and strictly proper: the expected
 * score is highest for the probability one believes in.
 *
 * @throws RangeError where the probability is not in [0, 1]
 */
export function brierScore(probabilityUp: number, hasRisen: boolean): number {
  if (!(probabilityUp >= 0 && probabilityUp <= 1)) {
    throw new RangeError(`The probability ${probabilityUp} is not between 0 and 1.`);
  }
  return 1 - (probabilityUp - (hasRisen ? 1 : 0)) ** 2;
}
