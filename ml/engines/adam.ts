/** Adam's constants (Kingma & Ba 2015); epsilon is that of Keras and tf.js. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

/** Everything that training changes; enough to go on after an interruption. */
export interface OptimizerState {
  /** Flat weights in the order of `parameterLayout`. */
  parameters: Float32Array<ArrayBuffer>;
  /** Running mean of the gradient. */
  first: Float32Array<ArrayBuffer>;
  /** Running mean of the squared gradient. */
  second: Float32Array<ArrayBuffer>;
  /** Steps made. */
  steps: number;
}

export function initialOptimizerState(parameters: Float32Array): OptimizerState {
  return {
    parameters: new Float32Array(parameters),
    first: new Float32Array(parameters.length),
    second: new Float32Array(parameters.length),
    steps: 0,
  };
}

/** The factors 1/(1−βᵗ) that undo the zero start of the running means, at step t ≥ 1. */
export function biasCorrections(step: number): { correction1: number; correction2: number } {
  return {
    correction1: 1 / (1 - ADAM.beta1 ** step),
    correction2: 1 / (1 - ADAM.beta2 ** step),
  };
}

/** L2 norm of a gradient. */
export function gradientNorm(gradient: Float32Array): number {
  let sum = 0;
  for (const value of gradient) sum += value * value;
  return Math.sqrt(sum);
}

/** Clips the gradient to `clipNorm` (0: not at all) and makes one Adam step, changing `state`. */
export function adamStep(
  state: OptimizerState,
  gradient: Float32Array,
  options: { learningRate: number; clipNorm: number },
): { gradNorm: number } {
  const gradNorm = gradientNorm(gradient);
  const { clipNorm } = options;
  const clip = clipNorm > 0 ? Math.min(1, clipNorm / (gradNorm + 1e-6)) : 1;
  state.steps++;
  const { correction1, correction2 } = biasCorrections(state.steps);
  const { parameters, first, second } = state;
  for (let i = 0; i < parameters.length; i++) {
    const value = gradient[i]! * clip;
    const mean = first[i] = ADAM.beta1 * first[i]! + (1 - ADAM.beta1) * value;
    const square = second[i] = ADAM.beta2 * second[i]! + (1 - ADAM.beta2) * value * value;
    parameters[i]! -= options.learningRate * correction1 * mean /
      (Math.sqrt(square * correction2) + ADAM.epsilon);
  }
  return { gradNorm };
}
