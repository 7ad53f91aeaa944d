/** A coin of the simulated market. Prices and supplies start near plausible levels; all else is made up. */
export interface SimulatedCoin {
  readonly asset: string;
  readonly name: string;
  readonly price: number;
  /** Circulating supply in coins. */
  readonly supply: number;
  readonly sector: Sector;
  /** First hour of trading, ISO date; the market's first hour where absent. */
  readonly listed?: string;
  /** How it moves: on its own, pegged to a dollar, or following another coin `leverage` times. */
  readonly kind: "coin" | "pegged" | "wrapped" | "leveraged";
  readonly follows?: string;
  readonly leverage?: number;
  readonly tags: readonly string[];
  /** `BREAK`: listed, no longer traded. */
  readonly status?: "TRADING" | "BREAK";
}

export type Sector = "major" | "layer1" | "defi" | "meme" | "infrastructure" | "gaming" | "cash";

type Row = [asset: string, name: string, price: number, supply: number, listed?: string];

const MAJOR: Row[] = [
  ["BTC", "Bitcoin", 43000, 19.9e6],
  ["ETH", "Ethereum", 2400, 120.5e6],
  ["BNB", "BNB", 330, 139e6],
  ["XRP", "XRP", 0.62, 60e9],
  ["LTC", "Litecoin", 82, 76e6],
  ["BCH", "Bitcoin Cash", 270, 19.9e6],
  ["ETC", "Ethereum Classic", 24, 152e6],
  ["TRX", "TRON", 0.11, 95e9],
  ["XLM", "Stellar", 0.12, 31e9],
];
const LAYER1: Row[] = [
  ["SOL", "Solana", 105, 540e6],
  ["ADA", "Cardano", 0.55, 36e9],
  ["AVAX", "Avalanche", 37, 420e6],
  ["DOT", "Polkadot", 7.4, 1.6e9],
  ["NEAR", "NEAR Protocol", 3.4, 1.25e9],
  ["ATOM", "Cosmos", 10.2, 470e6],
  ["ALGO", "Algorand", 0.2, 8.7e9],
  ["APT", "Aptos", 9.5, 700e6, "2022-10-19"],
  ["SUI", "Sui", 1.3, 3.6e9, "2023-05-03"],
  ["SEI", "Sei", 0.6, 6.2e9, "2023-08-15"],
  ["TON", "Toncoin", 2.6, 2.5e9, "2024-08-08"],
  ["HBAR", "Hedera", 0.08, 42e9],
  ["VET", "VeChain", 0.032, 86e9],
  ["ICP", "Internet Computer", 12.1, 535e6, "2021-05-11"],
  ["EGLD", "MultiversX", 58, 28e6],
  ["TIA", "Celestia", 15, 800e6, "2023-10-31"],
  ["STX", "Stacks", 1.5, 1.6e9],
  ["KAVA", "Kava", 0.8, 1.08e9],
];
const DEFI: Row[] = [
  ["UNI", "Uniswap", 6.8, 600e6],
  ["LINK", "Chainlink", 15, 680e6],
  ["AAVE", "Aave", 98, 15.2e6],
  ["MKR", "Maker", 1900, 0.85e6],
  ["CRV", "Curve", 0.52, 1.4e9],
  ["SNX", "Synthetix", 3.4, 340e6],
  ["LDO", "Lido DAO", 2.9, 895e6, "2022-05-10"],
  ["COMP", "Compound", 56, 9.5e6],
  ["SUSHI", "SushiSwap", 1.2, 190e6],
  ["DYDX", "dYdX", 2.8, 780e6, "2021-09-09"],
  ["PENDLE", "Pendle", 2.2, 166e6, "2023-07-03"],
  ["JUP", "Jupiter", 0.6, 3.1e9, "2024-01-31"],
  ["ENA", "Ethena", 0.9, 6.2e9, "2024-04-02"],
  ["CAKE", "PancakeSwap", 2.6, 330e6, "2021-02-19"],
];
const MEME: Row[] = [
  ["DOGE", "Dogecoin", 0.085, 150e9],
  ["SHIB", "Shiba Inu", 0.0000095, 589e12, "2021-05-10"],
  ["PEPE", "Pepe", 0.0000098, 420e12, "2023-05-05"],
  ["FLOKI", "Floki", 0.00003, 9.6e12, "2023-05-06"],
  ["BONK", "Bonk", 0.000012, 77e12, "2023-12-15"],
  ["WIF", "dogwifhat", 2.1, 999e6, "2024-03-05"],
  ["TRUMP", "Official Trump", 28, 200e6, "2025-01-19"],
];
const INFRASTRUCTURE: Row[] = [
  ["FIL", "Filecoin", 5.4, 680e6],
  ["GRT", "The Graph", 0.16, 9.6e9],
  ["ARB", "Arbitrum", 1.8, 5.3e9, "2023-03-23"],
  ["OP", "Optimism", 3.1, 1.7e9, "2022-06-01"],
  ["INJ", "Injective", 35, 99e6],
  ["FET", "Artificial Superintelligence Alliance", 0.7, 2.6e9],
  ["RENDER", "Render", 4.6, 518e6, "2024-07-26"],
  ["IMX", "Immutable", 2.1, 1.9e9, "2021-12-28"],
  ["QNT", "Quant", 112, 14.5e6, "2021-07-29"],
  ["WLD", "Worldcoin", 2.4, 2.2e9, "2023-07-24"],
  ["TAO", "Bittensor", 420, 9.6e6, "2024-04-11"],
  ["PYTH", "Pyth Network", 0.4, 5.7e9, "2024-02-02"],
  ["KAITO", "Kaito", 1.4, 290e6, "2025-02-20"],
];
const GAMING: Row[] = [
  ["SAND", "The Sandbox", 0.48, 2.6e9],
  ["MANA", "Decentraland", 0.45, 1.95e9],
  ["AXS", "Axie Infinity", 7.6, 166e6],
  ["GALA", "Gala", 0.026, 45e9, "2021-09-13"],
  ["ENJ", "Enjin Coin", 0.3, 1.85e9],
  ["CHZ", "Chiliz", 0.08, 9.9e9],
  ["THETA", "Theta Network", 1.0, 1e9],
  ["APE", "ApeCoin", 1.5, 870e6, "2022-03-17"],
];

/** Assets that a universe of coins must leave out, each by another trait. */
const OTHERS: SimulatedCoin[] = [
  pegged("USDC", "USDC", 62e9),
  pegged("FDUSD", "First Digital USD", 1.6e9, "2023-07-26"),
  pegged("TUSD", "TrueUSD", 0.5e9),
  pegged("DAI", "Dai", 5.3e9),
  pegged("USDP", "Pax Dollar", 0.1e9),
  { ...pegged("EUR", "Euro", 0.4e9), price: 1.09, tags: ["fiat"] },
  wrapped("WBTC", "Wrapped Bitcoin", "BTC", 43000, 130e3),
  wrapped("WBETH", "Wrapped Beacon ETH", "ETH", 2520, 3.3e6),
  wrapped("BNSOL", "Binance Staked SOL", "SOL", 108, 9e6),
  leveraged("BTCUP", "BTCUP", "BTC", 3),
  leveraged("BTCDOWN", "BTCDOWN", "BTC", -3),
  leveraged("ETHUP", "ETHUP", "ETH", 3),
  leveraged("ETHDOWN", "ETHDOWN", "ETH", -3),
];

function pegged(asset: string, name: string, supply: number, listed?: string): SimulatedCoin {
  const tags = ["stablecoin"];
  return { asset, name, price: 1, supply, listed, sector: "cash", kind: "pegged", tags };
}

function wrapped(
  asset: string,
  name: string,
  follows: string,
  price: number,
  supply: number,
): SimulatedCoin {
  const tags = ["wrapped"];
  return { asset, name, follows, price, supply, sector: "major", kind: "wrapped", tags };
}

function leveraged(
  asset: string,
  name: string,
  follows: string,
  leverage: number,
): SimulatedCoin {
  const traits = { sector: "major", kind: "leveraged", tags: ["leveraged"] } as const;
  return { asset, name, follows, leverage, price: 12, supply: 2e6, ...traits };
}

function ofSector(sector: Sector, rows: readonly Row[]): SimulatedCoin[] {
  return rows.map(([asset, name, price, supply, listed]) => ({
    asset,
    name,
    price,
    supply,
    listed,
    sector,
    kind: "coin",
    tags: [sector],
  }));
}

/** Every asset of the simulated market, traded against USDT. */
export const SIMULATED_COINS: readonly SimulatedCoin[] = [
  ...ofSector("major", MAJOR),
  ...ofSector("layer1", LAYER1),
  ...ofSector("defi", DEFI),
  ...ofSector("meme", MEME),
  ...ofSector("infrastructure", INFRASTRUCTURE),
  ...ofSector("gaming", GAMING),
  ...OTHERS,
  {
    ...ofSector("layer1", [["WAVES", "Waves", 2.4, 100e6]])[0]!,
    status: "BREAK",
  },
];
