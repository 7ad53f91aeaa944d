import { collectCandles } from "../../jobs/collect_candles.ts";
import type { JobContext, JobsConfig } from "../../jobs/context.ts";
import { startSimulatedExchange } from "../../jobs/exchange/simulated.ts";
import { HOUR_MS } from "../../jobs/hours.ts";
import type { Database } from "../../db/mod.ts";
import { testDatabase } from "../helpers/database.ts";
import { jobContext, keepingLog } from "./job_context.ts";

export interface SmallMarket extends AsyncDisposable {
  readonly db: Database;
  readonly context: JobContext;
  readonly url: string;
  readonly log: ReturnType<typeof keepingLog>;
  /** Where it is now; may be moved. */
  readonly clock: { nowMs: number };
}

const NOW = Date.parse("2026-03-10T12:20:00Z");

// One exchange and one clock per process: making the market takes longer than most tests.
const clock = { nowMs: NOW };
const exchange = await startSimulatedExchange({ now: () => clock.nowMs });
globalThis.addEventListener("unload", () => exchange.close());

/** A database with some months of a few simulated coins, short windows, and a folder of its own. */
export async function smallMarket(config: Partial<JobsConfig> = {}): Promise<SmallMarket> {
  const stack = new AsyncDisposableStack();
  clock.nowMs = NOW;
  const db = stack.use(await testDatabase());
  const dataDir = await Deno.makeTempDir();
  stack.defer(() => Deno.remove(dataDir, { recursive: true }));
  const log = keepingLog();
  const context = jobContext({
    db,
    url: exchange.url,
    log,
    now: () => clock.nowMs,
    config: {
      dataDir,
      modelsDir: `${dataDir}/models`,
      topN: 4,
      collectionStartMs: NOW - 180 * 24 * HOUR_MS,
      sequenceLength: 24,
      horizonHours: 6,
      trainingEngine: "onnx",
      ...config,
    },
  });
  await collectCandles(context, { mode: "full" });
  return {
    db,
    context,
    log,
    clock,
    url: exchange.url,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
