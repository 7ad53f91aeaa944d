import {
  type AdaptedRanges,
  type ForecastInput,
  publishForecasts as storeForecasts,
  readSeries,
} from "../db/mod.ts";
import { trailingVolatility } from "../ml/features/realized_volatility.ts";
import { type CoinSeries, HOUR_MS } from "../ml/series.ts";
import { adaptRanges, widenForecast } from "./adapt_ranges.ts";
import type { JobContext, ReportProgress } from "./context.ts";
import { forecastMarket, type MarketForecast } from "./forecast_market.ts";
import { lastClosedHour } from "./hours.ts";
import { makeCalls } from "./make_calls.ts";

export interface PublishResult {
  /** False when these forecasts were published before. */
  readonly created: boolean;
  /** Close of the last candle used; null where there is nothing to forecast. */
  readonly madeAtMs: number | null;
  /** null: the naive forecast. */
  readonly modelId: string | null;
  readonly coins: number;
  /** Why something else than the champion stood in, or which coins have the naive forecast. */
  readonly reason: string | null;
}

/** History that is read: what the features look back on, and what naive ranges are calibrated on. */
const HISTORY_DAYS = 200;
/** Rows that the trailing volatility looks back on, with some to spare. */
const VOLATILITY_ROWS = 400;

/**
 * Publishes forecasts of every tracked coin from its newest closed candle: of the champion, with the
 * ranges that its record asks for; where its file cannot be used, of the last model that was champion
 * before; else the naive forecast. Coins without enough history for the model get the naive forecast
 * in the same publication, and every coin has it beside the model's. One transaction; publishing
 * twice for one hour changes nothing.
 */
export async function publishForecasts(
  context: JobContext,
  _input: Record<never, never> = {},
  report: ReportProgress = () => {},
): Promise<PublishResult> {
  report(progress(0, null, "Reading candles"));
  const series = await readMarket(context);
  const newestMs = Math.max(...series.map((one) => one.openTime.at(-1)!));
  if (series.length === 0) return NOTHING;
  report(progress(0, series.length, "Forecasting"));
  const market = await forecastMarket(context, series);
  const modelId = market.model?.id ?? null;
  const madeAtMs = newestMs + HOUR_MS;
  const ranges = modelId === null ? null : await adaptRanges(context);
  const rows = await toRows(context, { market, series, ranges });
  const forecasts = rows.filter((forecast) => forecast.madeAtMs === madeAtMs);
  if (forecasts.length === 0) return { ...NOTHING, reason: "No coin has enough history yet." };
  const { horizonHours } = context.config;
  const { isFallback, reason } = market;
  const stored = await storeForecasts(context.db, {
    ...{ modelId, madeAtMs, publishedAtMs: context.now(), horizonHours },
    ...{ isFallback, reason, ranges, forecasts },
  });
  const coins = stored.predictions;
  const by = modelId ?? "the naive forecast";
  report(progress(coins, coins, `Published forecasts of ${coins} coins by ${by}`));
  return { created: stored.created, madeAtMs, modelId, coins, reason };
}

const NOTHING: PublishResult = {
  created: false,
  madeAtMs: null,
  modelId: null,
  coins: 0,
  reason: `No tracked coin has a candle of the last ${HISTORY_DAYS} days.`,
};

function progress(done: number, total: number | null, message: string) {
  return { done, total, unit: "coins", ratePerSecond: null, secondsLeft: null, message };
}

/** The coins that are up to date; one that lags behind the market has no forecast made now. */
async function readMarket(context: JobContext): Promise<CoinSeries[]> {
  const toMs = lastClosedHour(context.now());
  const fromMs = toMs - HISTORY_DAYS * 24 * HOUR_MS;
  const all = (await readSeries(context.db, { fromMs, toMs })).filter((one) =>
    one.openTime.length > 0
  );
  const newestMs = Math.max(...all.map((one) => one.openTime.at(-1)!));
  const current = all.filter((one) => one.openTime.at(-1) === newestMs);
  if (current.length < all.length) {
    const late = all.filter((one) => !current.includes(one)).map((one) => one.symbol);
    context.log.warn(`No forecast for coins behind the market: ${late.join(", ")}`, { late });
  }
  return current;
}

const NAIVE_REASON = "The naive forecast states no direction.";

/** What is sealed of each coin: the model's forecast, or the naive one in its place. */
async function toRows(context: JobContext, input: {
  readonly market: MarketForecast;
  readonly series: readonly CoinSeries[];
  readonly ranges: AdaptedRanges | null;
}): Promise<ForecastInput[]> {
  const { market, series, ranges } = input;
  const modelled = new Map(market.modelled.map((one) => [one.symbol, one]));
  const calls = await makeCalls(context, [...modelled.keys()]);
  return series.flatMap((one) => {
    const naive = market.naive.get(one.symbol);
    const own = modelled.get(one.symbol);
    const beside = naive && { naivePath: naive.path };
    const volatility = volatilityOf(one);
    if (own === undefined) {
      return naive ? [{ ...naive, ...beside, volatility, callReason: NAIVE_REASON }] : [];
    }
    const { called, reason } = calls.get(one.symbol)!;
    const forecast = ranges === null ? own : widenForecast(own, volatility, ranges);
    return [{ ...forecast, ...beside, volatility, called, callReason: reason }];
  });
}

/** Trailing hourly volatility at the newest row, the unit of the network's targets. */
function volatilityOf({ openTime, close }: CoinSeries): number {
  const recent = [openTime, close].map((column) => column.subarray(-VOLATILITY_ROWS));
  return trailingVolatility(recent[0]!, recent[1]!).at(-1)!;
}
