import { SIMULATED_COINS, type SimulatedCoin } from "./coins.ts";
import {
  listedHour,
  type Market,
  type MarketInstrument,
  type MarketProduct,
  rowJson,
  type RowQuery,
} from "./market.ts";
import { createPrices, MARKET_START_MS, type Prices } from "./prices.ts";
import { createRandom, seedFrom } from "./random.ts";
import { type HourlySeries, wave } from "./returns.ts";

const HOUR_MS = 3_600_000;

interface Listing extends MarketInstrument {
  readonly coin: SimulatedCoin;
  readonly startHour: number;
}

/** Candle numbers of one hour before rounding. */
interface HourShape {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly quoteVolume: number;
}

/**
 * A market made from a seed alone: fat tails, volatility clusters, a common factor and sectors,
 * listing dates, volumes with a daily rhythm. The same seed gives the same candle for an hour,
 * however and whenever it is asked for.
 */
export function createSeededMarket(seed: number): Market {
  const prices = createPrices(seed);
  const listings = new Map(allListings().map((listing) => [listing.symbol, listing]));
  const tapes = new Map<string, Tape>();

  function tapeOf(listing: Listing): Tape {
    const known = tapes.get(listing.symbol);
    if (known) return known;
    const tape = createTape(seed, listing, prices);
    tapes.set(listing.symbol, tape);
    return tape;
  }

  function listedBy(nowMs: number): Listing[] {
    const hour = hourOf(nowMs);
    return [...listings.values()].filter((listing) => listing.startHour <= hour);
  }

  function rows({ symbol, fromMs, toMs, limit }: RowQuery, nowMs: number): string[] {
    const listing = listings.get(symbol);
    if (!listing) return [];
    const last = Math.min(hourOf(toMs ?? nowMs), hourOf(nowMs));
    const first = fromMs === null
      ? Math.max(listing.startHour, last - limit + 1)
      : Math.max(listing.startHour, Math.ceil((fromMs - MARKET_START_MS) / HOUR_MS));
    const tape = tapeOf(listing);
    const texts: string[] = [];
    for (let hour = first; hour <= last && texts.length < limit; hour++) {
      texts.push(tape.row(hour, nowMs));
    }
    return texts;
  }

  return {
    instruments: (nowMs) => listedBy(nowMs),
    products: (nowMs) => listedBy(nowMs).map(productOf),
    rows,
    newest: (symbol, nowMs) => {
      const listing = listings.get(symbol);
      if (!listing || listing.startHour > hourOf(nowMs)) return null;
      return MARKET_START_MS + hourOf(nowMs) * HOUR_MS;
    },
  };
}

function hourOf(timeMs: number): number {
  return Math.floor((timeMs - MARKET_START_MS) / HOUR_MS);
}

/** Everything against USDT, and a few crosses, as a real exchange lists them. */
function allListings(): Listing[] {
  const crosses = [["ETH", "BTC"], ["BNB", "BTC"], ["BTC", "USDC"], ["ETH", "USDC"]] as const;
  return [
    ...SIMULATED_COINS.map((coin) => listingOf(coin, "USDT")),
    ...crosses.map(([base, quote]) =>
      listingOf(SIMULATED_COINS.find((coin) => coin.asset === base)!, quote)
    ),
  ];
}

function listingOf(coin: SimulatedCoin, quote: string): Listing {
  return {
    symbol: `${coin.asset}${quote}`,
    base: coin.asset,
    quote,
    status: coin.status ?? "TRADING",
    coin,
    startHour: listedHour(coin, MARKET_START_MS),
  };
}

function productOf({ symbol, base, quote, status, coin }: Listing): MarketProduct {
  return { symbol, base, quote, status, name: coin.name, supply: coin.supply, tags: coin.tags };
}

interface Tape {
  /** The candle of an hour as JSON; of the hour of `nowMs`, only what has happened so far. */
  row(hour: number, nowMs: number): string;
}

function createTape(seed: number, listing: Listing, prices: Prices): Tape {
  const { base, quote, startHour, coin } = listing;
  const streamSeed = seedFrom(seed, `${listing.symbol} tape`);
  const activity = wave(createRandom(streamSeed), 0.97, 0.5);
  const deviation = Math.hypot(prices.deviation(base), prices.deviation(quote));
  const closeAt = (hour: number) => prices.closeAt(base, hour) / prices.closeAt(quote, hour);
  const decimals = priceDecimals(closeAt(startHour));
  const shape = shaper({ streamSeed, startHour, deviation, closeAt, activity, coin });

  return {
    row(hour, nowMs) {
      const openTimeMs = MARKET_START_MS + hour * HOUR_MS;
      const elapsed = Math.min(1, (nowMs - openTimeMs) / HOUR_MS);
      const whole = shape(hour);
      return formatRow(elapsed < 1 ? soFar(whole, elapsed) : whole, openTimeMs, decimals);
    },
  };
}

interface ShaperInput {
  readonly streamSeed: number;
  readonly startHour: number;
  readonly deviation: number;
  readonly closeAt: (hour: number) => number;
  readonly activity: HourlySeries;
  readonly coin: SimulatedCoin;
}

function shaper(input: ShaperInput): (hour: number) => HourShape {
  const { streamSeed, startHour, deviation, closeAt, activity, coin } = input;
  const dailyTurnover = 0.002 + 0.01 * draw(streamSeed, 0, 0);
  const hourlyQuote = (coin.price * coin.supply * dailyTurnover) / 24;
  return (hour) => {
    const close = closeAt(hour);
    const open = hour === startHour ? close : closeAt(hour - 1);
    const move = Math.abs(Math.log(close / open));
    const wick = 0.6 * deviation + 0.4 * move;
    const up = -Math.log(1 - draw(streamSeed, hour, 1)) * 0.5 * wick;
    const down = -Math.log(1 - draw(streamSeed, hour, 2)) * 0.5 * wick;
    const excitement = 0.6 + 0.4 * Math.min(8, move / deviation);
    const rhythm = 1 + 0.35 * Math.sin((2 * Math.PI * ((hour % 24) - 9)) / 24);
    const noise = Math.exp(activity.at(hour - startHour)) * (0.7 + 0.6 * draw(streamSeed, hour, 3));
    return {
      open,
      close,
      high: Math.max(open, close) * Math.exp(Math.min(up, 0.2)),
      low: Math.min(open, close) * Math.exp(-Math.min(down, 0.2)),
      quoteVolume: hourlyQuote * excitement * rhythm * noise,
    };
  };
}

/**
 * The candle after a part of its hour: the price goes open → one extreme → the other → close in
 * straight lines, so that the last moment agrees with the finished candle.
 */
function soFar(whole: HourShape, elapsed: number): HourShape {
  const { open, high, low, close, quoteVolume } = whole;
  const turns = close >= open ? [open, low, high, close] : [open, high, low, close];
  const position = Math.max(0, elapsed) * 3;
  const leg = Math.min(2, Math.floor(position));
  const price = turns[leg]! + (turns[leg + 1]! - turns[leg]!) * (position - leg);
  const seen = [...turns.slice(0, leg + 1), price];
  return {
    open,
    high: Math.max(...seen),
    low: Math.min(...seen),
    close: price,
    quoteVolume: quoteVolume * elapsed,
  };
}

function formatRow(shape: HourShape, openTimeMs: number, decimals: number): string {
  const typical = (shape.high + shape.low + shape.close) / 3;
  const volume = shape.quoteVolume / typical;
  const takerShare = 0.42 + (shape.close >= shape.open ? 0.12 : 0);
  return rowJson({
    openTimeMs,
    open: price(shape.open, decimals),
    high: price(shape.high, decimals),
    low: price(shape.low, decimals),
    close: price(shape.close, decimals),
    volume: volume.toFixed(4),
    quoteVolume: shape.quoteVolume.toFixed(4),
    trades: Math.ceil(shape.quoteVolume / 700),
    takerBase: (volume * takerShare).toFixed(4),
    takerQuote: (shape.quoteVolume * takerShare).toFixed(4),
  });
}

/** Binance prints eight decimals, whatever the tick. */
function price(value: number, decimals: number): string {
  return value.toFixed(decimals) + "00000000".slice(decimals);
}

/** Decimals of the tick: six significant digits at the starting level, eight at most. */
function priceDecimals(level: number): number {
  return Math.max(2, Math.min(8, 5 - Math.floor(Math.log10(level))));
}

/** A uniform number that depends on nothing but its arguments: hours may be asked in any order. */
function draw(seed: number, hour: number, lane: number): number {
  let x = (seed ^ Math.imul(hour + 1, 0x9e3779b1) ^ Math.imul(lane + 1, 0x85ebca77)) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b) >>> 0;
  return ((x ^ (x >>> 16)) >>> 0) / 4294967296;
}
