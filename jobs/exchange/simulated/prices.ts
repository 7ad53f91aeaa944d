import { type Sector, SIMULATED_COINS, type SimulatedCoin } from "./coins.ts";
import { listedHour } from "./market.ts";
import { createRandom, seedFrom } from "./random.ts";
import { garchReturns, grown, type HourlySeries, wave } from "./returns.ts";

/** Hour 0 of the simulated market. Fixed, so that a seed means the same history on every day. */
export const MARKET_START_MS = Date.UTC(2021, 0, 1);

/** Closing prices in USDT of every asset, by hour since {@link MARKET_START_MS}. */
export interface Prices {
  closeAt(asset: string, hour: number): number;
  /** Typical hourly move of the asset, as a fraction. */
  deviation(asset: string): number;
}

/** Hourly standard deviations: about 50 % a year for the market, 55–75 % for a coin alone. */
const MARKET_DEVIATION = 0.0053;
const SECTOR_DEVIATION = 0.0035;
const OWN_DEVIATION: Record<Sector, number> = {
  major: 0.0032,
  layer1: 0.0055,
  defi: 0.006,
  meme: 0.0085,
  infrastructure: 0.006,
  gaming: 0.006,
  cash: 0.0004,
};
/** Pull to the starting level: half a year to halve, so that five years stay plausible. */
const REVERSION = Math.LN2 / (24 * 182);

/** Prices of the whole market from one seed; each path is made when first asked for. */
export function createPrices(seed: number): Prices {
  return new SeededPrices(seed);
}

interface Path {
  readonly startHour: number;
  readonly closes: HourlySeries;
}

class SeededPrices implements Prices {
  readonly #seed: number;
  readonly #market: HourlySeries;
  readonly #sectors = new Map<Sector, HourlySeries>();
  readonly #paths = new Map<string, Path>();

  constructor(seed: number) {
    this.#seed = seed;
    this.#market = garchReturns({
      deviation: MARKET_DEVIATION,
      random: createRandom(seedFrom(seed, "market")),
    });
  }

  closeAt(asset: string, hour: number): number {
    if (asset === "USDT") return 1;
    const { startHour, closes } = this.#path(asset);
    return closes.at(Math.max(0, hour - startHour));
  }

  deviation(asset: string): number {
    return asset === "USDT" ? 0 : deviationOf(findCoin(asset));
  }

  #path(asset: string): Path {
    const known = this.#paths.get(asset);
    if (known) return known;
    const coin = findCoin(asset);
    const startHour = listedHour(coin, MARKET_START_MS);
    const path = { startHour, closes: this.#closesOf(coin, startHour) };
    this.#paths.set(asset, path);
    return path;
  }

  #closesOf(coin: SimulatedCoin, startHour: number): HourlySeries {
    const random = createRandom(seedFrom(this.#seed, coin.asset));
    if (coin.kind === "pegged") {
      const drift = wave(random, 0.97, OWN_DEVIATION.cash);
      return grown((i) => coin.price * Math.exp(drift.at(i)));
    }
    const { follows } = coin;
    if (follows === undefined) return walk(coin.price, this.#ownReturns(coin, startHour));
    if (coin.kind === "leveraged") {
      return walk(coin.price, this.#leveragedReturns(follows, coin.leverage ?? 1, startHour));
    }
    const premium = wave(random, 0.95, 0.0008);
    const ratio = coin.price / findCoin(follows).price;
    return grown((i) => this.closeAt(follows, startHour + i) * ratio * Math.exp(premium.at(i)));
  }

  #leveragedReturns(asset: string, leverage: number, startHour: number): (i: number) => number {
    return (i) => {
      const hour = startHour + i;
      const before = this.closeAt(asset, Math.max(0, hour - 1));
      return leverage * Math.log(this.closeAt(asset, hour) / before);
    };
  }

  #ownReturns(coin: SimulatedCoin, startHour: number): (i: number) => number {
    const random = createRandom(seedFrom(this.#seed, `${coin.asset} own`));
    const own = garchReturns({ deviation: OWN_DEVIATION[coin.sector], random });
    const sector = this.#sectorReturns(coin.sector);
    const beta = 0.75 + 0.5 * random.uniform();
    return (i) => {
      const hour = startHour + i;
      return season(hour) * (beta * this.#market.at(hour) + sector.at(hour) + own.at(i));
    };
  }

  #sectorReturns(sector: Sector): HourlySeries {
    const known = this.#sectors.get(sector);
    if (known) return known;
    const random = createRandom(seedFrom(this.#seed, `sector ${sector}`));
    const series = garchReturns({ deviation: SECTOR_DEVIATION, random });
    this.#sectors.set(sector, series);
    return series;
  }
}

/** A geometric walk from `start` with a faint pull back to it. */
function walk(start: number, returnAt: (i: number) => number): HourlySeries {
  let level = 0;
  return grown((i) => {
    if (i > 0) level += returnAt(i) - REVERSION * level;
    return start * Math.exp(level);
  });
}

/** Busier while Europe and America are awake. */
function season(hour: number): number {
  return 1 + 0.25 * Math.sin((2 * Math.PI * ((hour % 24) - 9)) / 24);
}

function deviationOf(coin: SimulatedCoin): number {
  if (coin.kind === "pegged") return OWN_DEVIATION.cash / 4;
  const own = OWN_DEVIATION[coin.sector];
  return Math.hypot(MARKET_DEVIATION, SECTOR_DEVIATION, own) * Math.abs(coin.leverage ?? 1);
}

function findCoin(asset: string): SimulatedCoin {
  const coin = SIMULATED_COINS.find((c) => c.asset === asset);
  if (!coin) throw new Error(`the simulated market has no asset "${asset}"`);
  return coin;
}
