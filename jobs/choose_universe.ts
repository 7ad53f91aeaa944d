import type { AssetSupply, Instrument, Ticker } from "./exchange/exchange.ts";
import {
  type ExclusionReason,
  exclusionReason,
  listedBaseAssets,
  tagsOf,
} from "./universe_rules.ts";

export const QUOTE_ASSET = "USDT";
/** Below this share of coins with a known supply, market caps would rank the wrong ones first. */
const ENOUGH_SUPPLIES = 0.5;

export interface MarketFacts {
  readonly instruments: readonly Instrument[];
  readonly tickers: readonly Ticker[];
  readonly supplies: ReadonlyMap<string, AssetSupply>;
}

export interface UniverseCoin {
  readonly symbol: string;
  readonly name: string;
  readonly exchangeSymbol: string;
  readonly price: number;
  readonly quoteVolume: number;
  readonly circulatingSupply: number | null;
  readonly marketCap: number | null;
  /** 1 for the largest. */
  readonly rank: number;
}

export interface Universe {
  readonly rankedBy: "market_cap" | "quote_volume";
  readonly coins: readonly UniverseCoin[];
  readonly excluded: readonly { readonly symbol: string; readonly reason: ExclusionReason }[];
}

type Candidate = Omit<UniverseCoin, "rank">;

/**
 * The `topN` largest coins that trade against USDT, by price × circulating supply. Coins of unknown
 * supply come after the others, by quote volume; where supplies are mostly unknown, all are ranked by
 * 24-hour quote volume and `rankedBy` says so. Ties go by symbol, so that equal input gives equal
 * output whatever its order.
 */
export function chooseUniverse(facts: MarketFacts, topN: number): Universe {
  const candidates = listCandidates(facts);
  const { kept, excluded } = leaveOut(facts, candidates);
  const known = kept.filter((coin) => coin.marketCap !== null).length;
  const rankedBy = known > 0 && known >= ENOUGH_SUPPLIES * Math.min(topN, kept.length)
    ? "market_cap"
    : "quote_volume";
  const size = (coin: Candidate) => rankedBy === "market_cap" ? coin.marketCap ?? -1 : -1;
  const ordered = kept.toSorted((a, b) =>
    size(b) - size(a) || b.quoteVolume - a.quoteVolume || (a.symbol < b.symbol ? -1 : 1)
  );
  return {
    rankedBy,
    coins: ordered.slice(0, topN).map((coin, index) => ({ ...coin, rank: index + 1 })),
    excluded,
  };
}

function listCandidates({ instruments, tickers, supplies }: MarketFacts): Candidate[] {
  const tickerOf = new Map(tickers.map((ticker) => [ticker.symbol, ticker]));
  return instruments.flatMap((instrument) => {
    const ticker = tickerOf.get(instrument.symbol);
    if (instrument.quoteAsset !== QUOTE_ASSET || instrument.status !== "TRADING") return [];
    if (!ticker || !(ticker.lastPrice > 0)) return [];
    const supply = supplies.get(instrument.baseAsset);
    const circulating = supply?.circulatingSupply ?? null;
    return [{
      symbol: instrument.baseAsset,
      name: supply?.name ?? instrument.baseAsset,
      exchangeSymbol: instrument.symbol,
      price: ticker.lastPrice,
      quoteVolume: ticker.quoteVolume,
      circulatingSupply: circulating,
      marketCap: circulating === null ? null : ticker.lastPrice * circulating,
    }];
  });
}

function leaveOut(facts: MarketFacts, candidates: readonly Candidate[]) {
  const baseAssets = listedBaseAssets(facts.instruments);
  const prices = new Map(candidates.map((coin) => [coin.symbol, coin.price]));
  const kept: Candidate[] = [];
  const excluded: { symbol: string; reason: ExclusionReason }[] = [];
  for (const coin of candidates) {
    const tags = tagsOf(facts.supplies, coin.symbol);
    const baseAsset = coin.symbol;
    const reason = exclusionReason({ baseAsset, tags, price: coin.price, baseAssets, prices });
    if (reason === null) kept.push(coin);
    else excluded.push({ symbol: coin.symbol, reason });
  }
  return { kept, excluded };
}
