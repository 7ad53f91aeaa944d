import { createCsvMarket } from "./simulated/csv_market.ts";
import { createSeededMarket } from "./simulated/seeded_market.ts";
import { serveMarket, type SimulatedServer } from "./simulated/server.ts";

export interface SimulatedExchangeOptions {
  /** 0, the default, takes a free port. */
  readonly port?: number;
  readonly hostname?: string;
  /** The same seed is the same market, and the same faults. Default 1. */
  readonly seed?: number;
  /** Serve the candles of this directory's CSV files instead of a made-up market. */
  readonly csvDir?: string;
  /** Leave the files' times alone; otherwise the newest candle becomes the last closed hour. */
  readonly noShift?: boolean;
  /** What is to go wrong, see `FAULTS_HELP`. */
  readonly faults?: string;
  /** Request weight per minute before 429. Default 6000, as at Binance. */
  readonly weightLimit?: number;
  readonly now?: () => number;
}

/**
 * Starts the simulated exchange: Binance's REST dialect over HTTP on loopback.
 *
 * @throws {FaultSpecError} for an unreadable fault spec, `CandleFileError` for unreadable files.
 */
export async function startSimulatedExchange(
  options: SimulatedExchangeOptions = {},
): Promise<SimulatedServer> {
  const now = options.now ?? Date.now;
  const seed = options.seed ?? 1;
  const market = options.csvDir === undefined
    ? createSeededMarket(seed)
    : await createCsvMarket({ dir: options.csvDir, shift: !options.noShift, nowMs: now() });
  return await serveMarket({
    market,
    hostname: options.hostname ?? "127.0.0.1",
    port: options.port ?? 0,
    seed,
    faults: options.faults ?? "",
    weightLimit: options.weightLimit ?? 6000,
    now,
  });
}
