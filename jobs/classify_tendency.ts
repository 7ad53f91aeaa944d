import {
  listCryptocurrencies,
  pastTendencies,
  type PastTendency,
  readSeries,
  saveTendency,
} from "../db/mod.ts";
import type { PastLabel } from "../ml/explain/tendency_record.ts";
import { classifyTendency, type TendencyResult } from "../ml/tendency.ts";
import type { JobContext } from "./context.ts";
import { HOUR_MS, lastClosedHour } from "./hours.ts";
import { canClassify, type MarketGrid, marketGrid, tendencyCoinsAt } from "./market_grid.ts";
import { reconstructTendencies } from "./reconstruct_tendencies.ts";
import { tendencyDetails } from "./tendency_details.ts";
import { HISTORY_DAYS, toTendencyRow } from "./tendency_row.ts";

const DAY_MS = 24 * HOUR_MS;
/** A market whose newest candle is older is not classified. */
const STALE_DAYS = 4;

/**
 * Classifies the market of the tracked coins at its newest hour and stores the verdict with its
 * reason, with what would change it and with the record of such verdicts. Hours of the last 90 days
 * that have no verdict are worked out from stored candles first. Coins that are behind the market are
 * left out. Resolves to null while there are no candles.
 */
export async function classifyMarketTendency(context: JobContext): Promise<TendencyResult | null> {
  const toMs = lastClosedHour(context.now());
  const stored = await pastTendencies(context.db, { fromMs: toMs - HISTORY_DAYS * DAY_MS });
  const missingMs = firstMissing(stored, toMs);
  const market = await readMarket(context, { missingMs, toMs });
  if (market === null) return null;
  const { grid, newestMs } = market;
  const members = tendencyCoinsAt(grid, newestMs);
  if (!canClassify(members)) return null;
  const atMs = newestMs + HOUR_MS;
  const past = new Map<number, PastLabel>(
    stored.filter((one) => one.atMs < atMs).map((one) => [one.atMs, one]),
  );
  const span = { fromMs: missingMs, toMs: atMs };
  const added = await reconstructTendencies(context, grid, span, past);
  if (added > 0) {
    context.log.info(`Worked out the market's tendency of ${added} past hours`, { added });
  }
  const result = classifyTendency(members);
  const { record, ...row } = toTendencyRow(result, atMs, past);
  const observed = new Set(stored.filter((one) => !one.reconstructed).map((one) => one.atMs))
    .add(atMs);
  const history = [...past.values()].sort((a, b) => a.atMs - b.atMs)
    .map((one) => ({ ...one, reconstructed: !observed.has(one.atMs) }));
  const details = tendencyDetails({ members, result, record, past: history });
  await saveTendency(context.db, { ...row, details, reconstructed: false });
  return result;
}

/** Where the stored history ends; its beginning, where nothing was ever worked out. */
function firstMissing(stored: readonly PastTendency[], toMs: number): number {
  const beginMs = toMs - HISTORY_DAYS * DAY_MS;
  const reachesBack = (stored[0]?.atMs ?? Infinity) < beginMs + DAY_MS;
  const complete = reachesBack || stored.some((one) => one.reconstructed);
  return complete ? stored.at(-1)!.atMs + HOUR_MS : beginMs;
}

/** The candles from a day before the first missing hour on; null where there are none of late. */
async function readMarket(
  context: JobContext,
  { missingMs, toMs }: { readonly missingMs: number; readonly toMs: number },
): Promise<{ grid: MarketGrid; newestMs: number } | null> {
  const fromMs = Math.min(missingMs - 2 * DAY_MS, toMs - STALE_DAYS * DAY_MS);
  const series = await readSeries(context.db, { fromMs, toMs });
  const newestMs = Math.max(...series.map((one) => one.openTime.at(-1) ?? -Infinity));
  if (newestMs < toMs - STALE_DAYS * DAY_MS) return null;
  const coins = await listCryptocurrencies(context.db, { trackedOnly: true });
  const supplies = new Map(coins.map((coin) => [coin.symbol, coin.circulatingSupply]));
  return { grid: marketGrid(series, supplies, { fromMs, toMs: newestMs }), newestMs };
}
