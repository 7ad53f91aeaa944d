import { type CoinSeries, HOUR_MS } from "../series.ts";
import { atr } from "./atr.ts";
import { rollingBeta } from "./beta.ts";
import { bollinger } from "./bollinger.ts";
import { hourOfWeek } from "./hour_of_week.ts";
import { logReturn } from "./log_return.ts";
import { macd } from "./macd.ts";
import { atRows, type MarketHours, marketHours } from "./market.ts";
import { logRange } from "./range.ts";
import {
  blendVolatility,
  LEAST_VOLATILITY,
  LONG_VOLATILITY_HOURS,
  realizedVolatility,
  SHORT_VOLATILITY_HOURS,
} from "./realized_volatility.ts";
import { rsi } from "./rsi.ts";
import { dollarVolume, trailingSum, volumeRank } from "./volume_rank.ts";
import { volumeZscore } from "./volume_zscore.ts";

/** Raised with every change to a feature's meaning or order; a model serves its own version only. */
export const FEATURE_SET_VERSION = 1;

/** Spans of the return features, hours. */
const RETURN_HOURS = [1, 4, 12, 24, 72, 168] as const;

/** The coin to which beta is measured; the market's mean where it is absent. */
const BETA_COIN = "BTC";

/**
 * Hours of history before the first row whose features must equal those of the full history to
 * 1e-6. The windows reach back 169 hours; EMA(26) and Wilder(14) forget their seed by 10^-16
 * in 500 hours.
 */
export const WARM_UP_HOURS = 500;

/** The columns of `values`, in order. Stored in the manifest. */
export const featureNames: readonly string[] = [
  ...RETURN_HOURS.map((hours) => `return_${hours}h`),
  "range",
  "volume_zscore",
  "volume_rank",
  "rsi",
  "macd_line",
  "macd_histogram",
  "bollinger_percent_b",
  "bollinger_width",
  "atr",
  "volatility_ratio",
  "log_volatility",
  "market_return_1h",
  "market_return_24h",
  "market_dispersion",
  "beta",
  "hour_of_week_sine",
  "hour_of_week_cosine",
];

/** Features of one coin, row by row on its own candles. */
export interface CoinFeatures {
  readonly symbol: string;
  /** Open time of each row, ms. */
  readonly openTime: Float64Array;
  readonly close: Float64Array;
  /** Trailing hourly volatility, the scale of returns and targets; `NaN` until known. */
  readonly volatility: Float64Array;
  /** rows×F in the order of `featureNames`, unscaled; `NaN` where undefined. */
  readonly values: Float32Array;
  readonly rows: number;
}

/** The parts of one coin that others need too, computed once. */
interface Prepared {
  readonly series: CoinSeries;
  readonly openTime: Float64Array;
  readonly hourly: Float64Array;
  readonly daily: Float64Array;
  readonly short: Float64Array;
  readonly long: Float64Array;
  readonly volatility: Float64Array;
  readonly dollars: Float64Array;
}

interface Market {
  readonly hourly: MarketHours;
  readonly daily: MarketHours;
  /** What beta is measured against, on the grid of `hourly`. */
  readonly betaBase: Float64Array;
}

/**
 * Computes the feature matrix of every coin. Row t uses candles up to t only: truncating history
 * leaves earlier rows as they are. Spans are by time: where the hour t − n is missing, the return
 * is `NaN`. Cross-sectional features see the coins given that have a candle at that hour, so
 * serving must pass the same universe as training.
 */
export function computeFeatures(all: readonly CoinSeries[]): CoinFeatures[] {
  const coins = all.map(prepare);
  const market = describeMarket(coins);
  const ranks = volumeRank(coins);
  return coins.map((coin, index) => {
    const columns = columnsOf(coin, market, ranks[index]!);
    const { symbol, openTime, close } = coin.series;
    const { volatility } = coin;
    return { symbol, openTime, close, volatility, values: interleave(columns), rows: close.length };
  });
}

function prepare(series: CoinSeries): Prepared {
  const { openTime, close } = series;
  const hourly = logReturn(openTime, close, 1);
  const short = realizedVolatility(openTime, hourly, SHORT_VOLATILITY_HOURS);
  const long = realizedVolatility(openTime, hourly, LONG_VOLATILITY_HOURS);
  const dollars = dollarVolume(close, series.volume, series.quoteVolume);
  return {
    series,
    openTime,
    hourly,
    daily: logReturn(openTime, close, 24),
    short,
    long,
    volatility: blendVolatility(short, long),
    dollars: trailingSum(openTime, dollars, 24),
  };
}

function describeMarket(coins: readonly Prepared[]): Market {
  const hourly = marketHours(coins.map(({ openTime, hourly }) => ({ openTime, returns: hourly })));
  const daily = marketHours(coins.map(({ openTime, daily }) => ({ openTime, returns: daily })));
  const bitcoin = coins.find(({ series }) => series.symbol === BETA_COIN);
  return { hourly, daily, betaBase: bitcoin === undefined ? hourly.mean : lead(bitcoin, hourly) };
}

/** The hourly returns of one coin on the grid of the market, whose mean stands in where it has none. */
function lead({ openTime, hourly }: Prepared, market: MarketHours): Float64Array {
  const base = market.mean.slice();
  for (let row = 0; row < hourly.length; row++) {
    const value = hourly[row]!;
    if (!Number.isNaN(value)) base[(openTime[row]! - market.startMs) / HOUR_MS] = value;
  }
  return base;
}

function columnsOf(coin: Prepared, market: Market, rank: Float64Array): Float64Array[] {
  const { series, openTime, volatility } = coin;
  const { high, low, close, volume } = series;
  const week = hourOfWeek(openTime);
  const base = atRows(openTime, market.hourly.startMs, market.betaBase);
  return [
    ...RETURN_HOURS.map((hours) => scaledReturn(coin, hours)),
    divide(logRange(high, low), volatility),
    volumeZscore(volume),
    rank,
    rsi(close).map((value) => (value - 50) / 50),
    ...priceColumns(high, low, close),
    coin.short.map((value, row) => Math.log(floor(value) / floor(coin.long[row]!))),
    volatility.map(Math.log),
    atRows(openTime, market.hourly.startMs, market.hourly.mean),
    atRows(openTime, market.daily.startMs, market.daily.mean),
    atRows(openTime, market.hourly.startMs, market.hourly.dispersion),
    rollingBeta(openTime, coin.hourly, base),
    week.sine,
    week.cosine,
  ];
}

/** MACD line and histogram, %b and width, ATR: all free of the price level. */
function priceColumns(high: Float64Array, low: Float64Array, close: Float64Array): Float64Array[] {
  const { line, histogram } = macd(close);
  const bands = bollinger(close);
  return [
    divide(line, close),
    divide(histogram, close),
    bands.percentB.map((value) => value - 0.5),
    bands.width,
    divide(atr(high, low, close), close),
  ];
}

function scaledReturn(coin: Prepared, hours: number): Float64Array {
  const returns = logReturn(coin.openTime, coin.series.close, hours);
  const root = Math.sqrt(hours);
  return returns.map((value, row) => value / (coin.volatility[row]! * root));
}

function divide(values: Float64Array, by: Float64Array): Float64Array {
  return values.map((value, row) => value / by[row]!);
}

function floor(volatility: number): number {
  return volatility < LEAST_VOLATILITY ? LEAST_VOLATILITY : volatility;
}

function interleave(columns: readonly Float64Array[]): Float32Array {
  const count = columns.length;
  const rows = columns[0]!.length;
  const out = new Float32Array(rows * count);
  columns.forEach((column, place) => {
    for (let row = 0; row < rows; row++) out[row * count + place] = column[row]!;
  });
  return out;
}
