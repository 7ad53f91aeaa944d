/** Terms of the field in a few plain sentences without figures that would need a source. */
export const GLOSSARY: readonly { readonly names: readonly string[]; readonly meaning: string }[] =
  [
    {
      names: ["staking", "stake", "proof of stake", "proof-of-stake"],
      meaning:
        "**Staking** locks coins as a pledge. In a proof-of-stake chain the pledged coins decide who may propose and confirm blocks; honest work earns new coins, cheating costs part of the pledge. On this server TB Coin can be staked too: staked coins stay yours and cannot be sent until they are unstaked.",
    },
    {
      names: ["halving", "halvening"],
      meaning:
        "A **halving** cuts the reward that Bitcoin's miners get for a block in two. It comes at a fixed number of blocks and slows the growth of the supply. Whether the price has it in already is an open question: a few halvings are too few to tell.",
    },
    {
      names: [
        "defi",
        "decentralized finance",
        "decentralised finance",
        "liquidity pool",
        "yield farming",
      ],
      meaning:
        "**DeFi** is lending, trading and insurance by programs on a blockchain instead of by firms. Nobody has to be asked, and nobody can be asked when a program has a fault: losses by errors and by falling collateral are its main risks.",
    },
    {
      names: ["nft", "nfts", "non-fungible", "non fungible"],
      meaning:
        "An **NFT** is an entry on a blockchain that says who holds one particular thing. It proves the entry, not the worth or the rights of what it points to.",
    },
    {
      names: ["smart contract", "smart contracts"],
      meaning:
        "A **smart contract** is a program stored on a blockchain. Everyone runs the same code and gets the same result, so its outcome needs no trusted third party; a fault in it is binding too.",
    },
    {
      names: ["gas", "gas fee", "gas fees", "gwei"],
      meaning:
        "**Gas** measures the work a transaction makes for the network. The fee is the gas used times its price, and the price rises when many want to get into the next blocks.",
    },
    {
      names: ["stablecoin", "stablecoins", "usdt", "usdc", "peg", "tether"],
      meaning:
        "A **stablecoin** is meant to keep the worth of a currency, mostly the dollar, by reserves or by rules. It is as good as those reserves: pegs have broken before. Stablecoins are left out of the forecasts here.",
    },
    {
      names: [
        "mining",
        "miner",
        "miners",
        "proof of work",
        "proof-of-work",
        "hash rate",
        "hashrate",
      ],
      meaning:
        "**Mining** is a race to find a number that makes a block's hash small enough. The winner adds the block and gets the reward and the fees; the work makes it costly to rewrite history.",
    },
    {
      names: ["blockchain", "blockchains", "block chain"],
      meaning:
        "A **blockchain** is a ledger that many computers keep in common. Each block carries the hash of the one before, so an old entry cannot be changed without changing all that follows.",
    },
    {
      names: ["wallet", "wallets", "seed phrase", "private key", "cold storage", "hardware wallet"],
      meaning:
        "A **wallet** keeps the private keys that can move coins; the coins themselves are entries on the chain. Whoever has the keys, or the seed phrase they come from, has the coins. Nobody honest asks for them, this chat included.",
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
      names: ["market cap", "marketcap", "market capitalization"],
      meaning:
        "**Market cap** is the price times the coins in circulation. It ranks coins by size; it is not the money that went in, nor what could be got out.",
    },
    {
      names: ["bitcoin"],
      meaning:
        "**Bitcoin** is the oldest cryptocurrency: a ledger kept by thousands of computers, with a fixed limit to the number of coins, secured by mining. Nobody issues it and nobody can block a payment.",
    },
    {
      names: ["ethereum"],
      meaning:
        "**Ethereum** is a blockchain that runs programs, called smart contracts. Its coin ether pays for that work and is staked by those who confirm the blocks.",
    },
    {
      names: ["cryptocurrency", "cryptocurrencies", "crypto"],
      meaning:
        "A **cryptocurrency** is money, or something traded like it, whose ledger is kept by a network of computers instead of a bank. Prices move far more than those of currencies; this product shows how far, as ranges.",
    },
  ];
