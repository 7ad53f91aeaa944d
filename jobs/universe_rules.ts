import type { AssetSupply, Instrument } from "./exchange/exchange.ts";

/**
 * Which assets are not coins of their own, and why. The rule, its reasons and its limits are in
 * docs/decisions/020-universe.md; the lists name what no pattern can tell.
 */
export type ExclusionReason = "stablecoin" | "fiat" | "wrapped" | "leveraged";

export interface ExclusionFacts {
  readonly baseAsset: string;
  readonly tags: readonly string[];
  /** Last price in USDT; `null` where there is none. */
  readonly price: number | null;
  /** Every base asset of the exchange, trading or not. */
  readonly baseAssets: ReadonlySet<string>;
  /** Last USDT prices of all trading base assets. */
  readonly prices: ReadonlyMap<string, number>;
}

const FIAT = new Set(
  "ARS AUD BRL CAD CHF COP CZK EUR GBP IDR JPY KZT MXN NGN PLN RON RUB TRY UAH USD VAI ZAR"
    .split(" "),
);
const STABLECOINS = new Set(
  ("AEUR BFUSD BIDR BKRW BUSD BVND DAI EURC EURI EURS EURT FDUSD FRAX GHO GUSD IDRT LUSD MIM PAX " +
    "PYUSD RLUSD SUSD TUSD USD1 USDC USDD USDE USDP USDS USDSB USDT USDX UST USTC XUSD").split(" "),
);
const WRAPPED = new Set(
  ("BBTC BETH BNSOL BTCB CBBTC CBETH HBTC JITOSOL MSOL RENBTC RETH SBTC STETH STSOL TBTC WBETH WBNB " +
    "WBTC WETH WSOL WSTETH WTRX").split(" "),
);
const BARE_LEVERAGED = new Set(["BULL", "BEAR"]);
const TAGS: Readonly<Record<string, ExclusionReason>> = {
  "stablecoin": "stablecoin",
  "stablecoins": "stablecoin",
  "fiat": "fiat",
  "wrapped": "wrapped",
  "wrapped-tokens": "wrapped",
  "leveraged": "leveraged",
  "leveraged-tokens": "leveraged",
};
/** Coins that are wrapped often enough for a look-alike of the same price to be no coincidence. */
const UNDERLYING = ["BTC", "ETH", "BNB", "SOL", "AVAX", "TRX", "XRP", "DOGE", "ADA", "TON", "SUI"];
const USD_PEG = { low: 0.9, high: 1.1 };
/** The euro has cost 0.95 to 1.6 dollars since it exists. */
const EUR_PEG = { low: 0.9, high: 1.6 };
/** Staking tokens grow by their yield, so they may cost a half more than what they stand for. */
const WRAPPED_RATIO = { low: 0.97, high: 1.5 };

/** Why an asset is left out of the universe, or null when it is a coin of its own. */
export function exclusionReason(facts: ExclusionFacts): ExclusionReason | null {
  const { baseAsset, tags } = facts;
  for (const tag of tags) {
    const reason = TAGS[tag];
    if (reason !== undefined) return reason;
  }
  if (FIAT.has(baseAsset)) return "fiat";
  if (STABLECOINS.has(baseAsset) || isPegged(facts)) return "stablecoin";
  if (WRAPPED.has(baseAsset) || isPricedLikeUnderlying(facts)) return "wrapped";
  return isLeveraged(baseAsset, facts.baseAssets) ? "leveraged" : null;
}

/** Symbols of both must hold: the name of a currency, and its price. */
function isPegged({ baseAsset, price }: ExclusionFacts): boolean {
  if (price === null) return false;
  if (/USD/.test(baseAsset)) return price >= USD_PEG.low && price <= USD_PEG.high;
  if (/^EUR|EUR$/.test(baseAsset)) return price >= EUR_PEG.low && price <= EUR_PEG.high;
  return false;
}

function isPricedLikeUnderlying({ baseAsset, price, prices }: ExclusionFacts): boolean {
  return UNDERLYING.some((coin) => {
    const original = prices.get(coin);
    if (price === null || original === undefined || baseAsset === coin) return false;
    if (!baseAsset.endsWith(coin)) return false;
    const ratio = price / original;
    return ratio >= WRAPPED_RATIO.low && ratio <= WRAPPED_RATIO.high;
  });
}

/**
 * BTCUP, ETHDOWN, XRPBULL, BTC3L: the stem has to be an asset of the exchange, which lets JUP and
 * SYRUP pass.
 */
function isLeveraged(baseAsset: string, baseAssets: ReadonlySet<string>): boolean {
  if (BARE_LEVERAGED.has(baseAsset)) return true;
  const stem = /^(.{2,})(?:UP|DOWN|BULL|BEAR|HEDGE|HALF|[2-5][LS])$/.exec(baseAsset)?.[1];
  return stem !== undefined && baseAssets.has(stem);
}

/** The base assets an exchange has ever listed and still names. */
export function listedBaseAssets(instruments: readonly Instrument[]): Set<string> {
  return new Set(instruments.map((instrument) => instrument.baseAsset));
}

/** Tags of an asset, none where the exchange publishes nothing of it. */
export function tagsOf(supplies: ReadonlyMap<string, AssetSupply>, asset: string) {
  return supplies.get(asset)?.tags ?? [];
}
