/** Share of the training during which the learning rate rises. */
const WARM_UP_SHARE = 0.05;
/** The rate at the very end, as a share of the highest. */
const FINAL_SHARE = 0.02;

/**
 * Linear warm-up, then half a cosine down (Loshchilov & Hutter 2017).
 * @param progress 0 at the start, 1 at the end of training
 */
export function learningRateAt(progress: number, highest: number): number {
  const clamped = Math.min(1, Math.max(0, progress));
  if (clamped < WARM_UP_SHARE) {
    return highest * Math.max(FINAL_SHARE, clamped / WARM_UP_SHARE);
  }
  const along = (clamped - WARM_UP_SHARE) / (1 - WARM_UP_SHARE);
  return highest * (FINAL_SHARE + (1 - FINAL_SHARE) * 0.5 * (1 + Math.cos(Math.PI * along)));
}

export interface TrainingClock {
  readonly step: number;
  readonly totalSteps: number;
  /** Training time so far and allowed, milliseconds. */
  readonly elapsedMs: number;
  readonly allowedMs: number;
}

/**
 * How much of the training is done: by steps, or by time where the budget will end it first. Measuring time
 * and not planned steps makes the schedule end with the budget on any machine, however its speed changes.
 */
export function trainingProgress(clock: TrainingClock): number {
  const { step, totalSteps, elapsedMs, allowedMs } = clock;
  return Math.max(step / totalSteps, Number.isFinite(allowedMs) ? elapsedMs / allowedMs : 0);
}
