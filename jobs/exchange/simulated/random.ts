/** A seeded generator: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Student's t with `degrees` (an even number) of freedom, scaled to unit variance. */
  studentT(degrees: number): number;
}

/** Seeds from text, so that each coin has a stream of its own (FNV-1a, then avalanche). */
export function seedFrom(seed: number, name: string): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 16777619) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** sfc32 (Chris Doty-Humphrey's PractRand), quick and free of short cycles at our lengths. */
export function createRandom(seed: number): Random {
  let a = 0x9e3779b9 | 0, b = seed | 0, c = ~seed | 0, counter = 1;
  function uniform(): number {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return (t >>> 0) / 4294967296;
  }
  for (let i = 0; i < 15; i++) uniform();

  // Box–Muller without keeping the second value: a fixed number of draws per call keeps streams
  // aligned when a series is extended hour by hour.
  function normal(): number {
    return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  }

  function studentT(degrees: number): number {
    let product = 1;
    for (let i = 0; i < degrees / 2; i++) product *= 1 - uniform();
    const chiSquared = Math.max(-2 * Math.log(product), 1e-12);
    return normal() * Math.sqrt((degrees - 2) / chiSquared);
  }

  return { uniform, normal, studentT };
}
