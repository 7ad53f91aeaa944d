/** Inputs N×F and targets N×H of a linear regression. */
export interface Design {
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly featureCount: number;
  readonly horizons: number;
}

/** The rows of a design for which `keep` holds. */
export function pickRows(design: Design, keep: (row: number) => boolean): Design {
  const { inputs, targets, featureCount, horizons } = design;
  const rows = Array.from({ length: targets.length / horizons }, (_, row) => row).filter(keep);
  const picked = new Float32Array(rows.length * featureCount);
  const wanted = new Float32Array(rows.length * horizons);
  rows.forEach((row, place) => {
    picked.set(inputs.subarray(row * featureCount, (row + 1) * featureCount), place * featureCount);
    wanted.set(targets.subarray(row * horizons, (row + 1) * horizons), place * horizons);
  });
  return { inputs: picked, targets: wanted, featureCount, horizons };
}

/**
 * Solves (XᵀX/n + penalty·I)·W = XᵀY/n by Cholesky for each penalty; the intercept, the last row of
 * W, is not penalised. The inputs are taken as centred and scaled.
 *
 * @param penalties each above zero
 * @returns (F+1)×H for each penalty
 */
export function fitRidge(design: Design, penalties: readonly number[]): Float64Array[] {
  const { gram, moment, size } = normalEquations(design);
  return penalties.map((penalty) => {
    const system = gram.slice();
    for (let place = 0; place < size - 1; place++) system[place * size + place]! += penalty;
    const weights = moment.slice();
    factorize(system, size);
    solve(system, weights, size, design.horizons);
    return weights;
  });
}

/** XᵀX/n with a column of ones added to X, and XᵀY/n. */
function normalEquations({ inputs, targets, featureCount, horizons }: Design) {
  const size = featureCount + 1;
  const rows = targets.length / horizons;
  const gram = new Float64Array(size * size);
  const moment = new Float64Array(size * horizons);
  const row = new Float64Array(size).fill(1);
  for (let sample = 0; sample < rows; sample++) {
    row.set(inputs.subarray(sample * featureCount, (sample + 1) * featureCount));
    const at = sample * horizons;
    for (let i = 0; i < size; i++) {
      const weight = row[i]! / rows;
      for (let j = 0; j <= i; j++) gram[i * size + j]! += weight * row[j]!;
      for (let h = 0; h < horizons; h++) moment[i * horizons + h]! += weight * targets[at + h]!;
    }
  }
  return { gram, moment, size };
}

/** Cholesky in the lower triangle, in place (Golub & Van Loan 2013, algorithm 4.2.1). */
function factorize(a: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * size + k]! * a[j * size + k]!;
      a[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j * size + j]!;
    }
  }
}

/** Forward and backward substitution for all right-hand sides, in place. */
function solve(lower: Float64Array, b: Float64Array, size: number, columns: number): void {
  for (let column = 0; column < columns; column++) {
    for (let i = 0; i < size; i++) {
      let sum = b[i * columns + column]!;
      for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * b[k * columns + column]!;
      b[i * columns + column] = sum / lower[i * size + i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = b[i * columns + column]!;
      for (let k = i + 1; k < size; k++) sum -= lower[k * size + i]! * b[k * columns + column]!;
      b[i * columns + column] = sum / lower[i * size + i]!;
    }
  }
}

/** The equations applied to N×F inputs; N×H. */
export function applyRidge(
  weights: Float64Array,
  inputs: Float32Array,
  featureCount: number,
  horizons: number,
): Float64Array {
  const rows = inputs.length / featureCount;
  const out = new Float64Array(rows * horizons);
  for (let row = 0; row < rows; row++) {
    for (let h = 0; h < horizons; h++) {
      let sum = weights[featureCount * horizons + h]!;
      for (let i = 0; i < featureCount; i++) {
        sum += inputs[row * featureCount + i]! * weights[i * horizons + h]!;
      }
      out[row * horizons + h] = sum;
    }
  }
  return out;
}

/** Sum of squared errors over all targets of a design. */
export function squaredError(weights: Float64Array, design: Design): number {
  const { inputs, targets, featureCount, horizons } = design;
  const predicted = applyRidge(weights, inputs, featureCount, horizons);
  return targets.reduce((sum, target, cell) => sum + (target - predicted[cell]!) ** 2, 0);
}
