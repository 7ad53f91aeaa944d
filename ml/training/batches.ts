import type { Dataset } from "../dataset.ts";
import { seededRandom, shuffle } from "../random.ts";

export interface BatchPlan {
  readonly stepsPerEpoch: number;
  /** Sample indexes of the batch of one step, counted from 0 over all epochs; the same for the same seed. */
  batchAt(step: number): Int32Array;
}

/**
 * Cuts a dataset into shuffled batches. Epoch e takes the samples whose index is e modulo `stride`. Any step
 * can be asked for, so that training goes on after an interruption as if there had been none.
 * @param size samples in the dataset, at least 1
 */
export function planBatches(
  size: number,
  options: { readonly batchSize: number; readonly stride: number; readonly seed: number },
): BatchPlan {
  const { batchSize, seed } = options;
  const stride = Math.max(1, Math.min(options.stride, Math.floor(size / batchSize)));
  const stepsPerEpoch = Math.max(1, Math.floor(Math.floor(size / stride) / batchSize));
  let epochInMemory = -1;
  let order = new Int32Array(0);
  return {
    stepsPerEpoch,
    batchAt(step) {
      const epoch = Math.floor(step / stepsPerEpoch);
      if (epoch !== epochInMemory) {
        order = epochOrder(size, stride, epoch, seed);
        epochInMemory = epoch;
      }
      const start = (step % stepsPerEpoch) * batchSize;
      return Int32Array.from({ length: batchSize }, (_, i) => order[(start + i) % order.length]!);
    },
  };
}

function epochOrder(size: number, stride: number, epoch: number, seed: number) {
  const offset = epoch % stride;
  const count = Math.ceil((size - offset) / stride);
  const order = Int32Array.from({ length: count }, (_, i) => offset + i * stride);
  return shuffle(order, seededRandom(seed * 7919 + epoch)) as Int32Array<ArrayBuffer>;
}

/** At most `count` indexes spread evenly over a dataset, for evaluation. */
export function evenlySpread(size: number, count: number): Int32Array {
  const length = Math.min(size, count);
  return Int32Array.from({ length }, (_, i) => Math.floor((i + 0.5) * size / length));
}

/**
 * About `count` samples of a block as whole cross-sections: every coin at hours spread evenly over it, in order
 * of time.
 */
export function evenHours(dataset: Dataset, count: number): Int32Array {
  const byHour = new Map<number, number[]>();
  for (let index = 0; index < dataset.size; index++) {
    const { madeAtMs } = dataset.sampleAt(index);
    const known = byHour.get(madeAtMs);
    if (known === undefined) byHour.set(madeAtMs, [index]);
    else known.push(index);
  }
  const hours = [...byHour].sort(([a], [b]) => a - b).map(([, indexes]) => indexes);
  const wanted = Math.max(1, Math.round(count * hours.length / dataset.size));
  return Int32Array.from([...evenlySpread(hours.length, wanted)].flatMap((hour) => hours[hour]!));
}
