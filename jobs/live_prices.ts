import {
  claimLivePoll,
  listCryptocurrencies,
  LIVE_ALERTS_SETTING,
  type LivePriceInput,
  loadExchangeBlock,
  readSetting,
  releaseLivePoll,
  saveLiveFailure,
  saveLivePrices,
} from "../db/mod.ts";
import { checkAlerts } from "./alerts/check_alerts.ts";
import type { JobContext } from "./context.ts";

/** How often things are done, in milliseconds. */
export interface LivePace {
  /** The exchange is asked at most this often, over all instances together. */
  readonly everyMs: number;
  /** A process that died keeps its right to ask for so long. */
  readonly leaseMs: number;
  /** How often a process looks whether it is its turn. */
  readonly lookMs: number;
  /** How long one answer is waited for, its turn in the budget included. */
  readonly patienceMs: number;
}

export const LIVE_PACE: LivePace = {
  everyMs: 10_000,
  leaseMs: 30_000,
  lookMs: 2_000,
  patienceMs: 8_000,
};

/** What came of a look. */
export type LivePoll = "polled" | "failed" | "not its turn";

/**
 * Keeps the live prices new until the context's signal is aborted. Any number of processes may do it:
 * the database gives the right to ask to one of them, and another has it soon after that one died. The
 * exchange is not asked while nobody looks at the prices and alerts do not want them.
 */
export async function followLivePrices(
  context: JobContext,
  pace: LivePace = LIVE_PACE,
): Promise<void> {
  let failing = false;
  try {
    while (!context.signal.aborted) {
      const outcome = await lookOrSayWhyNot(context, pace);
      if (outcome === "failed" && !failing) context.log.warn("There are no live prices for now.");
      if (outcome !== "not its turn") failing = outcome === "failed";
      await pause(outcome === "polled" ? pace.everyMs : pace.lookMs, context.signal);
    }
  } finally {
    await releaseLivePoll(context.db, context.owner).catch(() => undefined);
  }
}

/** A database that is away for a moment must not end the prices for good. */
async function lookOrSayWhyNot(context: JobContext, pace: LivePace): Promise<LivePoll> {
  try {
    return await pollLivePrices(context, pace);
  } catch (error) {
    if (!context.signal.aborted) {
      context.log.debug("Live prices could not be looked after.", { error: String(error) });
    }
    return "not its turn";
  }
}

/**
 * Asks the exchange once for the prices of all coins that are followed, if it is this process's turn,
 * and stores what moved. Candles and forecasts are left alone.
 */
export async function pollLivePrices(context: JobContext, pace: LivePace): Promise<LivePoll> {
  const { db, owner, config } = context;
  const { everyMs, leaseMs } = pace;
  const alertsOn = config.alerts?.enabled ?? false;
  if (!await claimLivePoll(db, { owner, everyMs, leaseMs, alertsOn })) return "not its turn";
  const prices = await askOrSayWhyNot(context, pace);
  if (prices === null) return "failed";
  const { source, simulated } = context.exchange;
  const moved = await saveLivePrices(db, { owner, prices, source, simulated });
  if (alertsOn && moved !== null && moved > 0) await alertOn(context, prices);
  return "polled";
}

/** The price of each coin, by our symbol; null where the exchange did not say, which is then stored. */
async function askOrSayWhyNot(
  context: JobContext,
  { everyMs, patienceMs }: LivePace,
): Promise<LivePriceInput[] | null> {
  const { db, owner, exchange, signal } = context;
  const coins = await listCryptocurrencies(db, { trackedOnly: true });
  if (coins.length === 0) return [];
  const symbolOf = new Map(coins.map((coin) => [coin.exchangeSymbol, coin.symbol]));
  const patience = AbortSignal.timeout(patienceMs);
  try {
    const listed = await exchange.listPrices(
      [...symbolOf.keys()],
      AbortSignal.any([signal, patience]),
    );
    // A market that is named twice counts once.
    const prices = new Map(listed.map(({ symbol, price }) => [symbolOf.get(symbol)!, price]));
    return [...prices].map(([symbol, price]) => ({ symbol, price }));
  } catch (error) {
    if (signal.aborted) throw error;
    const block = await readBlock(context);
    const failure = block?.words ??
      (patience.aborted ? NO_ANSWER : error instanceof Error ? error.message : String(error));
    context.log.debug(`No live prices: ${failure}`);
    await saveLiveFailure(db, { owner, failure, everyMs, waitMs: block?.waitMs ?? 0 });
    return null;
  }
}

const NO_ANSWER = "The exchange gave no answer in time.";

/** The exchange wants to be left alone: that holds for every process, and is waited for outside. */
async function readBlock({ db, exchange, now }: JobContext) {
  const host = URL.parse(exchange.source)?.host;
  const untilMs = host === undefined ? null : await loadExchangeBlock(db, host);
  if (untilMs === null || untilMs <= now()) return null;
  const until = new Date(untilMs).toISOString().slice(11, 19);
  return {
    waitMs: untilMs - now(),
    words: `The exchange asked for fewer requests; it is asked again at ${until} UTC.`,
  };
}

/** Alerts look at prices as they come where an administrator wants that. */
async function alertOn(context: JobContext, prices: readonly LivePriceInput[]): Promise<void> {
  try {
    if (await readSetting<boolean>(context.db, LIVE_ALERTS_SETTING) !== true) return;
    const atMs = context.now();
    const { messages } = await checkAlerts(context, {
      source: "live",
      prices: prices.map(({ symbol, price }) => ({ symbol, price: Number(price), atMs })),
    });
    if (messages > 0) context.deliverSoon?.();
  } catch (error) {
    context.log.warn("Alerts could not look at live prices.", { error: String(error) });
  }
}

/** Resolves early, and never rejects, when the signal comes. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) return Promise.resolve();
  const done = () => resolve();
  const timer = setTimeout(done, ms);
  signal.addEventListener("abort", done, { once: true });
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", done);
  });
}
