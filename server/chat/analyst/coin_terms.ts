import type { Term } from "./glossary.ts";

/** What the better-known coins are. */
export const COIN_TERMS: readonly Term[] = [
  {
    names: ["bitcoin", "btc"],
    meaning:
      "**Bitcoin** is the oldest cryptocurrency: a ledger kept by thousands of computers, with a fixed limit to the number of coins, secured by mining. Nobody issues it and nobody can block a payment.",
  },
  {
    names: ["ethereum", "ether", "eth"],
    meaning:
      "**Ethereum** is a blockchain that runs programs, called smart contracts. Its coin ether pays for that work and is staked by those who confirm the blocks.",
  },
  {
    names: ["solana", "sol"],
    meaning:
      "**Solana** is a blockchain for programs that is built for many cheap transactions. That asks much of the machines that confirm blocks, and it has stood still several times.",
  },
  {
    names: ["cardano", "ada"],
    meaning:
      "**Cardano** is a proof-of-stake blockchain for programs whose parts are published as papers before they are built. Its coin is ADA.",
  },
  {
    names: ["ripple", "xrp"],
    meaning:
      "**XRP** is the coin of the XRP Ledger, which is made for payments. A list of trusted validators agrees on its entries; the company Ripple holds much of the supply.",
  },
  {
    names: ["bnb", "binance coin"],
    meaning:
      "**BNB** is the coin of the exchange Binance and of the BNB Chain: fees are paid with it, and part of it is burned in turn.",
  },
  {
    names: ["dogecoin", "doge"],
    meaning:
      "**Dogecoin** began as a joke and is mined together with Litecoin. Its supply grows without a limit; its price moves with attention more than with anything else.",
  },
  {
    names: ["litecoin", "ltc"],
    meaning:
      "**Litecoin** is an early copy of Bitcoin with faster blocks and another mining algorithm.",
  },
  {
    names: ["polkadot", "dot"],
    meaning:
      "**Polkadot** joins many chains to one that confirms for all of them; its coin DOT is staked for that.",
  },
  {
    names: ["avalanche", "avax"],
    meaning:
      "**Avalanche** is a proof-of-stake blockchain for programs, with chains of one's own beside the main one.",
  },
  {
    names: ["chainlink", "link"],
    meaning:
      "**Chainlink** brings prices and other facts from outside into smart contracts. Its coin LINK pays those who deliver them.",
  },
  {
    names: ["monero", "xmr"],
    meaning:
      "**Monero** hides sender, receiver and amount of every payment. Several exchanges do not list it for that reason.",
  },
  {
    names: ["uniswap", "uni"],
    meaning:
      "**Uniswap** is a program on Ethereum and other chains at which tokens are exchanged from pools. Its token UNI votes on its rules.",
  },
  {
    names: ["tron", "trx"],
    meaning:
      "**Tron** is a blockchain on which many stablecoins are moved, with few parties that confirm its blocks.",
  },
  {
    names: ["stellar", "xlm"],
    meaning:
      "**Stellar** is a ledger for payments between currencies; its coin XLM pays the small fees.",
  },
  {
    names: ["cosmos", "atom"],
    meaning:
      "**Cosmos** is a family of chains that speak to one another; ATOM is the coin of its hub.",
  },
  {
    names: ["filecoin", "fil"],
    meaning: "**Filecoin** pays for storing files and for proving that they are still there.",
  },
  {
    names: ["ethereum classic", "etc"],
    meaning:
      "**Ethereum Classic** is the chain that went on after Ethereum had undone the theft of the DAO; it is still mined.",
  },
  {
    names: ["bitcoin cash", "bch"],
    meaning:
      "**Bitcoin Cash** split off from Bitcoin for larger blocks, so that more payments fit on the chain itself.",
  },
  {
    names: ["near protocol"],
    meaning:
      "**NEAR** is a proof-of-stake blockchain for programs that splits its work into shards.",
  },
  {
    names: ["algorand", "algo"],
    meaning: "**Algorand** is a proof-of-stake blockchain whose block makers are drawn by lot.",
  },
];
