/** A stated probability less one half, and what came of it. */
export interface StatedLean {
  readonly madeAtMs: number;
  readonly lean: number;
  readonly rose: boolean;
}

const DAY_MS = 86_400_000;

/**
 * The factor k in 0…1 by which leans are believed: the slope that minimises the Brier score of ½ + k · lean,
 * less one standard error with days as the observations, since labels of a day overlap and coins move
 * together. Without support it is 0, and one half is stated.
 */
export function fitCautiousFactor(past: readonly StatedLean[]): number {
  const days = new Map<number, { product: number; square: number }>();
  for (const { madeAtMs, lean, rose } of past) {
    const day = Math.floor(madeAtMs / DAY_MS);
    const sums = days.get(day) ?? { product: 0, square: 0 };
    sums.product += lean * (rose ? 0.5 : -0.5);
    sums.square += lean * lean;
    days.set(day, sums);
  }
  const all = [...days.values()];
  const square = all.reduce((sum, one) => sum + one.square, 0);
  if (square === 0 || all.length < 2) return 0;
  const slope = all.reduce((sum, one) => sum + one.product, 0) / square;
  const residuals = all.reduce((sum, one) => sum + (one.product - slope * one.square) ** 2, 0);
  const error = Math.sqrt(residuals * all.length / (all.length - 1)) / square;
  return Math.min(1, Math.max(0, slope - error));
}
