import type { JobContext } from "./context.ts";
import { ExchangeError } from "./exchange/exchange.ts";

/** So many coins in a row without an answer mean that the exchange is gone, not the coins. */
const LOST_AFTER = 5;

export interface CoinFailures {
  has(symbol: string): boolean;
  /**
   * Runs `work` for a coin; an error of that coin alone is recorded and gives undefined.
   * @throws what concerns every coin: a barred address, a ban, a lost exchange, the database.
   */
  guard<Result>(symbol: string, work: () => Promise<Result>): Promise<Result | undefined>;
  list(): { symbol: string; reason: string }[];
}

/** Keeps the errors of single coins apart from those that end a run. */
export function createCoinFailures(context: JobContext): CoinFailures {
  const reasons = new Map<string, string>();
  let inARow = 0;
  return {
    has: (symbol) => reasons.has(symbol),
    list: () => [...reasons].map(([symbol, reason]) => ({ symbol, reason })),
    async guard(symbol, work) {
      try {
        const result = await work();
        inARow = 0;
        return result;
      } catch (error) {
        if (context.signal.aborted) return undefined;
        if (!isOfOneCoin(error)) throw error;
        if (!reasons.has(symbol)) inARow++;
        reasons.set(symbol, error.message);
        context.log.warn(`${symbol} could not be collected: ${error.message}`, { symbol });
        if (inARow >= LOST_AFTER) throw error;
        return undefined;
      }
    },
  };
}

function isOfOneCoin(error: unknown): error is ExchangeError {
  return error instanceof ExchangeError &&
    (error.kind === "rejected" || error.kind === "unavailable");
}
