import type { Term } from "./glossary.ts";

/** Terms of the field. */
export const FIELD_TERMS: readonly Term[] = [
  {
    names: ["staking", "stake", "proof of stake", "staker"],
    meaning:
      "**Staking** locks coins as a pledge. In a proof-of-stake chain the pledged coins decide who may propose and confirm blocks; honest work earns new coins, cheating costs part of the pledge. On this server TB Coin can be staked too: staked coins stay yours and cannot be sent until they are unstaked.",
  },
  {
    names: ["coin and a token", "coin and token", "token and a coin", "token", "coin vs token"],
    meaning:
      "A **coin** is the money of a chain of its own, with which its fees are paid. A **token** is an entry in a program on someone else's chain: easier to make, and as good as that program and those behind it.",
  },
  {
    names: ["slashing"],
    meaning:
      "**Slashing** takes part of a stake away from who confirms contradicting blocks or is absent for long.",
  },
  {
    names: ["halving", "halvening"],
    meaning:
      "A **halving** cuts the reward that Bitcoin's miners get for a block in two. It comes at a fixed number of blocks and slows the growth of the supply. Whether the price has it in already is an open question: a few halvings are too few to tell.",
  },
  {
    names: ["defi", "decentralized finance", "decentralised finance"],
    meaning:
      "**DeFi** is lending, trading and insurance by programs on a blockchain instead of by firms. Nobody has to be asked, and nobody can be asked when a program has a fault: losses by errors and by falling collateral are its main risks.",
  },
  {
    names: ["liquidity pool", "yield farming", "yield farm", "amm"],
    meaning:
      "A **liquidity pool** holds two tokens that anyone may swap by a fixed formula; who puts tokens in earns the fees. Yield farming moves tokens to where those fees and rewards are high at the moment. The faults of the program and impermanent loss are the price.",
  },
  {
    names: ["impermanent loss"],
    meaning:
      "**Impermanent loss** is what a liquidity provider has less than someone who simply held both tokens, because the pool sells the one that rises. It is undone only if the prices come back; the fees earned may or may not make up for it.",
  },
  {
    names: ["rug pull", "rugpull", "rugged", "exit scam"],
    meaning:
      "In a **rug pull** those behind a token take the money of its buyers: they empty the pool, sell a hidden supply, or use a back door of the contract. Unlocked liquidity, few holders and unknown authors are its usual signs.",
  },
  {
    names: ["nft", "non-fungible", "non fungible"],
    meaning:
      "An **NFT** is an entry on a blockchain that says who holds one particular thing. It proves the entry, not the worth or the rights of what it points to.",
  },
  {
    names: ["smart contract"],
    meaning:
      "A **smart contract** is a program stored on a blockchain. Everyone runs the same code and gets the same result, so its outcome needs no trusted third party; a fault in it is binding too.",
  },
  {
    names: ["gas", "gas fee", "gwei", "gas price"],
    meaning:
      "**Gas** measures the work a transaction makes for the network. The fee is the gas used times its price, and the price rises when many want to get into the next blocks.",
  },
  {
    names: ["stablecoin", "usdt", "usdc", "dollar peg", "tether", "dai"],
    meaning:
      "A **stablecoin** is meant to keep the worth of a currency, mostly the dollar, by reserves or by rules. It is as good as those reserves: pegs have broken before. Stablecoins are left out of the forecasts here.",
  },
  {
    names: ["mining", "miner", "proof of work"],
    meaning:
      "**Mining** is a race to find a number that makes a block's hash small enough. The winner adds the block and gets the reward and the fees; the work makes it costly to rewrite history.",
  },
  {
    names: ["hash rate", "hashrate", "difficulty"],
    meaning:
      "The **hash rate** is how many tries a second all miners make together. The difficulty follows it, so that blocks keep their usual distance in time.",
  },
  {
    names: ["hash", "hash function"],
    meaning:
      "A **hash** is a short fingerprint of data: easy to compute, impossible to aim at, and different after any change. Blocks are chained by the hashes of those before.",
  },
  {
    names: ["blockchain", "block chain"],
    meaning:
      "A **blockchain** is a ledger that many computers keep in common. Each block carries the hash of the one before, so an old entry cannot be changed without changing all that follows.",
  },
  {
    names: ["wallet", "hardware wallet", "cold storage", "cold wallet", "hot wallet"],
    meaning:
      "A **wallet** keeps the private keys that can move coins; the coins themselves are entries on the chain. A hot wallet is on a machine with a network, a cold or hardware wallet signs without one, which keeps thieves at a distance. To move coins to another wallet, send them to an address it shows: a small amount first.",
  },
  {
    names: ["seed phrase", "seed word", "recovery phrase", "mnemonic"],
    meaning:
      "A **seed phrase** is a list of words from which all keys of a wallet can be made again. Whoever has it has the coins: it belongs on paper or metal, in no picture, no cloud and no chat. Nobody honest asks for it.",
  },
  {
    names: ["private key", "public key"],
    meaning:
      "A **private key** signs what moves the coins of an address, and the public key lets everyone check that signature. Lost, it cannot be made again; known to another, the coins are theirs.",
  },
  {
    names: ["wallet address"],
    meaning:
      "An **address** is made from a public key and says where coins can be sent. It is public, and all that it ever received can be seen.",
  },
  {
    names: ["lightning network", "lightning", "payment channel"],
    meaning:
      "The **Lightning Network** moves bitcoins through channels between two parties each: payments are settled at once and off the chain, and only the opening and the closing of a channel are written to it.",
  },
  {
    names: ["layer 2", "layer two", "rollup", "l2"],
    meaning:
      "A **layer 2** carries out transactions beside a chain and writes their result, or a proof of it, to that chain. It is cheaper and faster, and adds what runs it to what has to be trusted.",
  },
  {
    names: ["bridge", "cross-chain"],
    meaning:
      "A **bridge** locks coins on one chain and issues claims to them on another. What it holds has been the target of the largest thefts.",
  },
  {
    names: ["airdrop"],
    meaning:
      "An **airdrop** gives tokens away to many addresses, mostly for having used something. Those that ask for a signature or for keys first are a trap.",
  },
  {
    names: ["hard fork", "soft fork", "fork"],
    meaning:
      "A **fork** is a change of a chain's rules. A soft one tightens them and old software goes along; a hard one splits the chain unless all move.",
  },
  {
    names: ["mempool"],
    meaning:
      "The **mempool** is what a node holds of transactions that no block has yet. Miners take those with the highest fee for their size first.",
  },
  {
    names: ["double spend", "51% attack", "51 percent attack"],
    meaning:
      "A **double spend** pays the same coins to two receivers. It needs a rewriting of blocks, which on a large chain takes more than half of the work or the stake; confirmations guard against it.",
  },
  {
    names: ["dao"],
    meaning:
      "A **DAO** is a group whose treasury and rules are in a smart contract and are voted on with tokens.",
  },
  {
    names: ["oracle"],
    meaning:
      "An **oracle** brings facts from outside, such as prices, into smart contracts. A wrong one makes the contracts wrong.",
  },
  {
    names: ["tokenomics", "circulating supply", "max supply", "token burn", "burning"],
    meaning:
      "The **supply** of a token is how many there are, how many may come and who gets them; burning takes some out for good. A market cap counts only those that circulate.",
  },
  {
    names: ["rsi", "relative strength"],
    meaning:
      "The **RSI** compares the average rise with the average fall of recent candles, between zero and a hundred. Chartists call high values overbought and low ones oversold; alone it has had little worth as a forecast.",
  },
  {
    names: ["macd"],
    meaning:
      "The **MACD** is the distance between a fast and a slow moving average; its signal line is the average of that distance. Crossings show that momentum has turned, after the fact.",
  },
  {
    names: ["bollinger", "bollinger band"],
    meaning:
      "**Bollinger bands** lie two standard deviations above and below a moving average. They widen when a price moves more; touching one is no signal by itself.",
  },
  {
    names: ["moving average", "golden cross", "death cross"],
    meaning:
      "A **moving average** is the mean of the last closes. A golden cross is a short one rising above a long one, a death cross the reverse; both tell of a trend that is already there.",
  },
  {
    names: ["support line", "resistance line", "support and resistance"],
    meaning:
      "**Support** and **resistance** are prices at which falls or rises have turned before. Everyone draws them otherwise, and they hold until they do not.",
  },
  {
    names: ["funding rate", "perpetual", "perpetual future", "perp"],
    meaning:
      "A **perpetual future** has no end; its **funding rate** is what one side pays the other every few hours so that its price stays near the coin's. Positive: those who bet on a rise pay.",
  },
  {
    names: ["leverage", "liquidation", "margin call"],
    meaning:
      "**Leverage** trades with more than one has: gains and losses grow alike. When the losses eat the pledge the position is **liquidated**, closed by the exchange at a bad moment. A long bets on a rise, a short on a fall.",
  },
  {
    names: ["open interest"],
    meaning:
      "**Open interest** is the sum of futures that are not closed. Much of it with a one-sided funding rate makes sudden moves likelier in both directions.",
  },
  {
    names: ["order book", "spread", "slippage", "liquidity"],
    meaning:
      "The **order book** lists what is bid and asked. Its gap is the spread; a large order eats through it and gets a worse price, which is slippage. Liquid markets have little of both.",
  },
  {
    names: ["dollar cost averaging", "dollar-cost averaging", "dca"],
    meaning:
      "**Dollar cost averaging** buys for the same amount at fixed times, whatever the price. It spares the search for a good moment; it does not make a falling coin rise.",
  },
  {
    names: ["stop loss", "stop-loss"],
    meaning:
      "A **stop loss** sells when a price falls to a line set before. In a fast fall it may sell well below that line.",
  },
  {
    names: ["arbitrage"],
    meaning:
      "**Arbitrage** buys where something is cheaper and sells where it is dearer. Fees, delays and those who are faster leave little of the gap.",
  },
  {
    names: ["volatility", "volatile"],
    meaning:
      "**Volatility** is how much a price moves, up or down, over a given time. Here it sets how wide the range of a forecast is.",
  },
  {
    names: ["market cap", "marketcap", "market capitalization", "market capitalisation"],
    meaning:
      "**Market cap** is the price times the coins in circulation. It ranks coins by size; it is not the money that went in, nor what could be got out.",
  },
  {
    names: ["dominance", "alt season", "altseason", "altcoin"],
    meaning:
      "**Dominance** is a coin's share of the market cap of all. **Altcoins** are all but Bitcoin; when they rise more than it does, people speak of an alt season.",
  },
  {
    names: ["memecoin", "meme coin"],
    meaning:
      "A **memecoin** lives on attention alone: nothing is built on it, and its price falls when the attention goes.",
  },
  {
    names: ["bull market", "bear market", "bull run", "bullish", "bearish"],
    meaning:
      "In a **bull market** prices rise for a long time and most expect more; in a **bear market** they fall. Where one ends is known only afterwards.",
  },
  {
    names: ["fomo", "hodl", "whale", "to the moon", "wagmi", "rekt"],
    meaning:
      "**Slang**: FOMO is the fear of missing out, HODL is holding through every fall, a whale is who holds very much, the moon is where prices are wished to, rekt is who lost it all.",
  },
  {
    names: ["etf", "spot etf"],
    meaning:
      "A spot **ETF** is a fund traded at a stock exchange that holds the coins itself. Its owners have a share of the fund and no keys.",
  },
  {
    names: ["cbdc"],
    meaning:
      "A **CBDC** is a currency's digital form issued by its central bank. It is a claim on the state and needs no blockchain.",
  },
  {
    names: ["exchange", "dex", "cex", "centralized exchange", "decentralized exchange"],
    meaning:
      "A centralised **exchange** keeps the coins of its customers and matches their orders; what it loses is lost to them. A decentralised one (DEX) is a program to which one trades from one's own wallet.",
  },
  {
    names: ["kyc", "know your customer"],
    meaning:
      "**KYC** is that an exchange has to know who its customers are. Proofs of identity are for the exchange itself: never for a chat.",
  },
  {
    names: ["regulation", "regulated", "regulator", "legal", "illegal", "mica", "sec"],
    meaning:
      "**Rules** for owning, trading and issuing coins differ from country to country and change often. My data are prices and forecasts, no laws: ask the authority or an adviser of your country.",
  },
  {
    names: ["tax", "taxed", "taxes", "taxation"],
    meaning:
      "How gains from coins are **taxed** depends on the country, on how long they were held and on what was done with them. I have no tax law in my data: ask an adviser or the tax office, and keep a record of each trade.",
  },
  {
    names: ["scam", "phishing", "pump and dump"],
    meaning:
      "The usual **scams**: promises of certain gains, doubled coins, help that asks for a seed phrase, contracts that may take all tokens, prices pumped up to sell to latecomers. What is too good is not true.",
  },
  {
    names: ["quantum", "quantum computer"],
    meaning:
      "A large **quantum computer** could compute private keys from public ones. None that large exists; chains would have to move to other signatures before.",
  },
  {
    names: ["web3", "dapp"],
    meaning:
      "**Web3** is the idea of services whose data and rights are on blockchains; a dapp is a program of that kind.",
  },
  {
    names: ["cryptocurrency", "cryptocurrencies", "crypto"],
    meaning:
      "A **cryptocurrency** is money, or something traded like it, whose ledger is kept by a network of computers instead of a bank. Prices move far more than those of currencies; this product shows how far, as ranges.",
  },
];
