import { assertEquals } from "@std/assert";
import { chooseUniverse, type MarketFacts } from "../../jobs/choose_universe.ts";
import { exclusionReason } from "../../jobs/universe_rules.ts";

interface Coin {
  readonly base: string;
  readonly price: number;
  readonly supply?: number | null;
  readonly volume?: number;
  readonly quote?: string;
  readonly status?: string;
  readonly tags?: readonly string[];
}

function market(coins: readonly Coin[]): MarketFacts {
  const symbol = (coin: Coin) => `${coin.base}${coin.quote ?? "USDT"}`;
  return {
    instruments: coins.map((coin) => ({
      symbol: symbol(coin),
      baseAsset: coin.base,
      quoteAsset: coin.quote ?? "USDT",
      status: coin.status ?? "TRADING",
    })),
    tickers: coins.map((coin) => ({
      symbol: symbol(coin),
      lastPrice: coin.price,
      quoteVolume: coin.volume ?? 1000,
    })),
    supplies: new Map(
      coins.filter((coin) => coin.supply !== undefined || coin.tags).map((coin) => [coin.base, {
        name: coin.base,
        circulatingSupply: coin.supply ?? null,
        tags: coin.tags ?? [],
      }]),
    ),
  };
}

const symbols = (facts: MarketFacts, topN = 50) =>
  chooseUniverse(facts, topN).coins.map((coin) => coin.symbol);

Deno.test("coins are ranked by price times circulating supply, not by price or volume", () => {
  const facts = market([
    { base: "DEAR", price: 90_000, supply: 10, volume: 9e9 },
    { base: "WIDE", price: 0.5, supply: 1e9 },
    { base: "MID", price: 10, supply: 1e6 },
  ]);
  assertEquals(symbols(facts), ["WIDE", "MID", "DEAR"]);
  assertEquals(symbols(facts, 2), ["WIDE", "MID"]);
  assertEquals(chooseUniverse(facts, 3).rankedBy, "market_cap");
  assertEquals(chooseUniverse(facts, 3).coins.map((coin) => coin.rank), [1, 2, 3]);
});

Deno.test("without supplies coins are ranked by quote volume, and the universe says so", () => {
  const universe = chooseUniverse(
    market([
      { base: "AAA", price: 5, volume: 10 },
      { base: "BBB", price: 1, volume: 30 },
      { base: "CCC", price: 9, volume: 20 },
    ]),
    50,
  );
  assertEquals(universe.rankedBy, "quote_volume");
  assertEquals(universe.coins.map((coin) => coin.symbol), ["BBB", "CCC", "AAA"]);
  assertEquals(universe.coins[0]!.marketCap, null);
});

Deno.test("a coin of unknown supply comes after those of known supply", () => {
  const facts = market([
    { base: "NEW", price: 5, supply: null, volume: 1e9 },
    { base: "OLD", price: 5, supply: 1000, volume: 1 },
    { base: "ELD", price: 1, supply: 1000, volume: 1 },
  ]);
  assertEquals(symbols(facts), ["OLD", "ELD", "NEW"]);
});

Deno.test("only markets against USDT that trade now count, each coin once", () => {
  const facts = market([
    { base: "BTC", price: 60_000, supply: 2e7 },
    { base: "BTC", price: 60_000, supply: 2e7, quote: "FDUSD" },
    { base: "GONE", price: 1, supply: 1e9, status: "BREAK" },
    { base: "DEAD", price: 0, supply: 1e9 },
  ]);
  assertEquals(symbols(facts), ["BTC"]);
});

Deno.test("equal input in another order gives the same universe", () => {
  const coins = ["A", "B", "C", "D"].map((base) => ({ base: `${base}X`, price: 1, supply: 1000 }));
  assertEquals(symbols(market(coins)), symbols(market(coins.toReversed())));
});

const PRICES = new Map([["BTC", 60_000], ["ETH", 3000], ["BNB", 600], ["SOL", 150]]);
const LISTED = new Set(["BTC", "ETH", "BNB", "SOL", "XRP", "ADA", "1INCH", "SUSHI", "EOS"]);

function reasonFor(baseAsset: string, price: number | null = 3, tags: readonly string[] = []) {
  return exclusionReason({ baseAsset, price, tags, baseAssets: LISTED, prices: PRICES });
}

const CASES: readonly (readonly [string, number, ReturnType<typeof reasonFor>])[] = [
  ["USDC", 1, "stablecoin"],
  ["FDUSD", 0.999, "stablecoin"],
  ["DAI", 1, "stablecoin"],
  ["USD1", 1, "stablecoin"],
  ["NEWUSD", 1.001, "stablecoin"],
  ["EURNEW", 1.08, "stablecoin"],
  ["EUR", 1.08, "fiat"],
  ["TRY", 0.03, "fiat"],
  ["WBTC", 59_900, "wrapped"],
  ["WBETH", 3210, "wrapped"],
  ["STETH", 2998, "wrapped"],
  ["XSOL", 165, "wrapped"],
  ["BTCUP", 12, "leveraged"],
  ["ETHDOWN", 0.01, "leveraged"],
  ["XRPBULL", 2, "leveraged"],
  ["EOSBEAR", 2, "leveraged"],
  ["1INCHUP", 2, "leveraged"],
  ["BTC3L", 2, "leveraged"],
  ["ETH5S", 2, "leveraged"],
  ["BULL", 2, "leveraged"],
  ["JUP", 0.8, null],
  ["SYRUP", 0.4, null],
  ["PUMP", 0.005, null],
  ["WIN", 0.0001, null],
  ["WOO", 0.2, null],
  ["STRK", 0.4, null],
  ["XRP", 1, null],
  ["ADA", 1, null],
  ["PERL", 0.1, null],
  ["BTC", 60_000, null],
  ["SOL", 150, null],
  ["BABYBTC", 0.02, null],
  ["USDOG", 0.02, null],
  ["EURO100", 40, null],
  ["LDO", 1.2, null],
];

for (const [asset, price, expected] of CASES) {
  Deno.test(`${asset} at ${price} is ${expected ?? "a coin of its own"}`, () => {
    assertEquals(reasonFor(asset, price), expected);
  });
}

Deno.test("the exchange's own tags decide before any pattern", () => {
  assertEquals(reasonFor("ODD", 7, ["stablecoin"]), "stablecoin");
  assertEquals(reasonFor("ODD", 7, ["wrapped"]), "wrapped");
  assertEquals(reasonFor("ODD", 7, ["leveraged"]), "leveraged");
  assertEquals(reasonFor("LDO", 1.2, ["liquid staking", "defi"]), null);
});

Deno.test("what is left out is listed with its reason", () => {
  const universe = chooseUniverse(
    market([
      { base: "BTC", price: 60_000, supply: 2e7 },
      { base: "USDC", price: 1, supply: 5e10 },
      { base: "BTCUP", price: 10, supply: 1e6 },
    ]),
    50,
  );
  assertEquals(universe.excluded, [
    { symbol: "USDC", reason: "stablecoin" },
    { symbol: "BTCUP", reason: "leveraged" },
  ]);
});
