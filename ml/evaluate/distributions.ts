/** P(T ≤ t) of Student's t with `freedom` degrees. */
export function studentCdf(t: number, freedom: number): number {
  const tail = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The t with P(T ≤ t) = `level`, 0 < level < 1, by bisection to 1e-9. */
export function studentQuantile(level: number, freedom: number): number {
  let low = -1, high = 1;
  while (studentCdf(low, freedom) > level) low *= 2;
  while (studentCdf(high, freedom) < level) high *= 2;
  while (high - low > 1e-9 * Math.max(1, Math.abs(low))) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, freedom) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Regularised incomplete beta I_x(a, b) by its continued fraction (Abramowitz & Stegun 1964,
 * 26.5.8, evaluated after Lentz 1976).
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean only.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x),
  );
  return front * betaFraction(x, a, b) / a;
}

function betaFraction(x: number, a: number, b: number): number {
  const guard = (value: number) => Math.abs(value) < 1e-300 ? 1e-300 : value;
  let c = 1;
  let d = 1 / guard(1 - (a + b) * x / (a + 1));
  let fraction = d;
  for (let m = 1; m < 500; m++) {
    const even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    fraction *= d * c;
    const odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return fraction;
}

const LANCZOS = [
  676.5203681218851,
  -1259.1392167224028,
  771.32342877765313,
  -176.61502916214059,
  12.507343278686905,
  -0.13857109526572012,
  9.9843695780195716e-6,
  1.5056327351493116e-7,
] as const;

/** ln Γ(z) for z > 0 (Lanczos 1964, g = 7). */
function logGamma(z: number): number {
  if (z < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * z)) - logGamma(1 - z);
  const x = z - 1;
  const series = LANCZOS.reduce(
    (sum, weight, place) => sum + weight / (x + place + 1),
    0.99999999999980993,
  );
  const t = x + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (x + 0.5) * Math.log(t) - t + Math.log(series);
}
