import process from "node:process";
import { initialOptimizerState } from "../../ml/engines/adam.ts";
import type { EngineName, EngineSpec } from "../../ml/engines/engine.ts";
import { ENGINE_FACTORIES } from "../../ml/engines/select_engine.ts";
import { initialWeights } from "../../ml/initial_weights.ts";
import { flattenParameters } from "../../ml/network.ts";
import { seededRandom } from "../../ml/random.ts";

/** CPU milliseconds of this process so far, all threads. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function specOf(features: number, outputs: number, type: "LSTM" | "GRU"): EngineSpec {
  return {
    shape: { type, layers: 2, units: 64, features, outputs },
    batchSize: 128,
    sequenceLength: 168,
    dropout: 0.2,
    loss: outputs % 5 === 0
      ? { kind: "pinball", quantiles: [0.05, 0.25, 0.5, 0.75, 0.95] }
      : { kind: "squared" },
    clipNorm: 1,
    seed: 1,
  };
}

/**
 * Run by tests/bench/training.ts as a process of its own, so that its CPU time is the engine's alone. Prints
 * the median CPU milliseconds of a step. Arguments: engine, features, outputs, steps, cell.
 */
async function main([name, features, outputs, steps, type]: string[]): Promise<void> {
  const spec = specOf(Number(features), Number(outputs), type === "GRU" ? "GRU" : "LSTM");
  const parameters = flattenParameters(spec.shape, initialWeights(spec.shape, 1));
  const engine = await ENGINE_FACTORIES[name as EngineName](
    spec,
    initialOptimizerState(parameters),
  );
  const random = seededRandom(1);
  const draw = (length: number) => Float32Array.from({ length }, () => 2 * random() - 1);
  const x = draw(spec.batchSize * spec.sequenceLength * Number(features));
  const y = draw(spec.batchSize * (Number(outputs) % 5 === 0 ? Number(outputs) / 5 : 1));
  const times: number[] = [];
  for (let step = 0; step <= Number(steps); step++) {
    const start = cpuMs();
    await engine.step(x, y, 1e-3);
    times.push(cpuMs() - start);
  }
  await engine.dispose();
  const sorted = times.slice(1).sort((a, b) => a - b);
  console.log(JSON.stringify({ median_ms: sorted[Math.floor(sorted.length / 2)] }));
}

if (import.meta.main) await main(Deno.args);
