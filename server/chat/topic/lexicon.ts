/** A term as it is looked for in a question: lower case, whole words, `*` for any ending. */
function terms(text: string): readonly string[] {
  return text.split(",").map((term) => term.trim()).filter((term) => term !== "");
}

/** Terms that are about this market whatever stands around them. */
export const CRYPTO_TERMS = terms(`
  crypto, cryptos, crypto-*, cryptocurr*, cryptoasset*, kripto*, criptomon*, cripto, bitcoin*, btc, xbt, ethereum, ether, eth, altcoin*, memecoin*, meme coin*, stablecoin*, shitcoin*,
  blockchain*, block chain, satoshi*, sats, hodl*, fomo, wen moon, when moon, to the moon, when lambo, ngmi, wagmi, rekt,
  defi, decentralized finance, decentralised finance, decentralized exchange*, dex, dexs, amm, liquidity pool*,
  liquidity provider*, yield farm*, impermanent loss, tvl, total value locked, flash loan*, nft*, non fungible, non-fungible,
  web3, dapp*, dao, daos, smart contract*, metamask, phantom wallet, trezor, ledger nano, ledger live, coinbase, binance,
  kraken exchange, bybit, okx, kucoin, bitfinex, bitstamp, gemini exchange, mt gox, mt. gox, ftx, uniswap, pancakeswap,
  sushiswap, opensea, aave, makerdao, lido, curve finance, chainalysis, coinmarketcap, coingecko, tradingview crypto,
  hardware wallet*, cold wallet*, hot wallet*, cold storage, paper wallet*, seed phrase*, seed word*, mnemonic*, hd wallet*,
  private key*, multisig*, multi sig*, multi-sig*, utxo*, mempool*, segwit, segregated witness, taproot, tapscript, schnorr,
  lightning network, lightning node*, lightning invoice*, lightning channel*, lightning payment*, lightning force, lnd,
  hash rate, hashrate, hash power, hashpower, halving*, halvening, proof of work, proof-of-work, proof of stake,
  proof-of-stake, staking, restaking, staker*, validator*, slashing, mining pool*, mining rig*, miner fee*, asic miner*, gpu mining,
  gas fee*, gas price*, gwei, wei, airdrop*, initial coin offering*, ico, icos, tokenomics, token sale*, rug pull*, rugpull*,
  on chain, on-chain, onchain, off-chain, layer 2, layer-2, layer two, l2, l2s, rollup*, sidechain*, side chain*, hard fork*,
  soft fork*, block height, block reward*, block size, block time, block header*, genesis block, orphan block*,
  stale block*, block propagation, full node*, pruned node*, archive node, light client*, spv, merkle, double spend*,
  51% attack, sybil attack*, selfish mining, psbt*, replace by fee, replace-by-fee, rbf, cpfp, bech32*, base58*, xpub*, ypub*,
  zpub*, xprv*, secp256k1, ecdsa, ellswift, elligatorswift, musig*, timelock*, cltv, checksig*, htlc*, silent payment*,
  bitcoind, getblock*, getraw*, sendraw*, listunspent, headers-first, headers first, revocable commitment*, fee overpayment, initial block download, descriptor wallet*, importmulti, miniscript, coinjoin, payjoin, ordinals, inscription*, runes, brc-20, brc20,
  erc-20, erc20, erc-721, eip-*, bip*, sighash*, witness commitment, witness data, dust limit, coin selection, coin control,
  coinbase transaction*, payment channel*, channel balance*, watchtower*, atomic swap*, wrapped token*, cross-chain, oracle*
  price feed, market cap of, marketcap, market cap, alt season, altseason, bitcoin dominance, btc dominance, spot etf, tether,
  usdt, usdc, busd, dai stablecoin, peg of, depeg*, cbdc*, digital currency, digital currencies, digital gold, checkpoint*, virtual currency,
  dogecoin, doge, shiba inu coin, litecoin, ltc, ripple xrp, xrp, cardano, solana, polkadot, avalanche avax, avax, chainlink,
  monero, xmr, zcash, tron trx, trx, stellar lumens, xlm, binance coin, bnb, uniswap, filecoin, algorand, algo, tezos, matic,
  hedera, hbar, vechain, aptos, arbitrum, toncoin, pepe coin, shib, floki, bonk, injective, celestia, kaspa, theta network,
  fantom ftm, near protocol, cosmos atom, internet computer, ethereum classic, bitcoin cash, bch, bsv, dash coin, eos,
  tb coin, tbc, rsi, macd, bollinger*, golden cross, death cross, order book*, perpetual futures, funding rate*, whale alert,
  seed node*, dns seed*, p2p network, stale tip, reorg*, chain split*, utreexo, compact filter*, mining difficulty, difficulty adjustment, nonce reuse, transaction pinning, package relay, compact block*, op_return, relay policy, fee estimation,
  feerate*, fee rate, fee rates, sat/vb, sats/vb, blockspace, block space, testnet, regtest, signet, mainnet
`);

/** Terms of this market and of others: two of them, or one and no sign of another subject, are enough. */
export const LIKELY_TERMS = terms(`
  coin, coins, token*, wallet*, exchange*, miner*, mining, mine, node*, fork, forks, chain, ledger, stake, staked, stakes,
  burned, burnt, burn, mint, minted, minting, bridge, bridging, swap, swaps, whale, whales, bull, bullish, bear, bearish, bull run,
  bear market, dump, pump, pumped, dumping, moon, mooning, dip, red, green, volatile, volatility, candle*, chart*, support,
  resistance, breakout, trend, trends, trading, trade, trader*, long, short, leverage, liquidat*, futures, portfolio,
  price, prices, market, markets, rally, crash, crashing, correction, ath, all time high, all-time high, hold, holding,
  peg, treasury, supply, circulating, max supply, inflation, deflationary, fee, fees, gas, transaction, transactions, signature*, hash*,
  address, addresses, public key*, keys, peer*, p2p, peers, relay, consensus, protocol, script, block, blocks, witness,
  lightning, channel*, invoice*, seed, entropy, signing, cosign*, sidechain, decentrali*, hype, forecast*, predict*,
  prediction*, tendency, confidence, top 20, top twenty, top 10, performing, performer*, moment to buy, time to buy, time to sell, moment to sell, gainers, losers, movers, regulat*, sec,
  etf, etfs, halve, rewards, apy, apr, yield, lending, collateral, dominance, tickers, ticker, stellar, polygon, luna,
  terra, cosmos, avalanche, ripple, near, optimism, maker, compound,
  backtest*, track record, moving average*, ema, sma, volume, liquidity, open interest, arbitrage, scalping, swing trad*,
  sentiment, fear and greed, dca, dollar cost, quantum
`);

/** What this product itself is asked about. */
export const PRODUCT_TERMS = terms(`
  your forecast*, your prediction*, your model*, your record, your track record, your data, your numbers, your confidence,
  this forecast*, this prediction*, this dashboard, this site, this app's forecast*, the forecast*, the model, the models,
  the tendency, market tendency, the ranges, the range, what can you do, what can you tell, what can i ask, this transfer, transfer cost here, transfer cost in, send coins, how can you help, how do you work,
  how accurate are you, how good are you, are you any good, how do you forecast, how do you predict, no edge, your sources,
  where do your numbers, where does this number, my balance, my stake, my alerts, my coins, my wallet, the leaderboard,
  bullish or bearish, bearish or bullish
`);

/** Terms of other subjects: they outweigh a likely term, never a term of crypto. */
export const OTHER_TERMS = terms(`
  weather, rain, temperature, football, soccer, cricket, basketball, tennis, olympics, world cup, movie*, film*, song*, music,
  recipe*, cook*, restaurant*, food, fast food, beef, sneeze*, chocolate, cupcake*, wedding, dress*, birthday, cat, dog, dogs, poem*, joke*, novel,
  book*, school, college, universit*, master's, exam*, writer*, supply chain*, chain mail, armor, armour, trade union*, engineer*, job*, interview, salary, career*, resume, visa, passport*, flight*,
  hotel*, travel*, trip, tourist*, president, minister, election*, government*, politic*, modi, trump's,
  cabinet, war, army, religion, god, church, psycho*, doctor*, disease*, pain*, drug*, rehab, alcohol, pregnant, sex, girl*,
  guys, boyfriend, girlfriend, dating, marriage, relationship*, baby, child, children, mother, father, parent*, skinny,
  credit card*, debit card*, bank card*, visa card*, mastercard, my card, card, cards, atm, pin, passcode, bank account*,
  savings account*, checking account*, savings, checking, bank, banks, banking, banker*, paypal, venmo, citibank, chime, paytm,
  direct debit, statement*, payslip, paycheck, mortgage*, loan*, rent, insurance, tax, taxes, income, electricity bill,
  power bill, bill, bills, top up, top-up, topup, letter of credit, guarantee, refund*, my account, money transfer, transfer money, my transfer,
  transfer was, statement, cash, rupee*, rupees, rs 500, rs, demoneti*, black money, currency note*, notes, dollar bill*, euro,
  eur/usd, gbp/usd, usd/jpy, forex, pounds, rubles, exchange rate between, stock*, stocks, shares, share price, ipo,
  mutual fund*, brokerage*, cfd, cfds, s&p, nasdaq, dow jones, nifty, sensex, dividend*, p/e, bond, bonds, gold, silver, platinum, oil,
  real estate, house, interest rate*, the fed, fed, car, cars, bike*, bicycle*, fuel, gallon, tank, gas planet, gas station, greenhouse, kind of gas, planet*, star, sun,
  galaxy, physics, chemical, formula, biology, mutualism, cancer, solar, laptop, phone*, android, iphone, windows, word,
  excel, python, java, javascript, css, html, tls, ssl, https, cookies, block someone, block a, block my, block people, block certain, block questions, block ads, block spam, writer's block, facebook, snapchat, whatsapp, instagram,
  twitter account, youtube, google wallet, siri, emoji, printer, wifi, miniclip, game, games, gaming, reward points, rewards card,
  points, miles, frequent flyer, uber, taxi, meeting*, calendar, alarm*, timer, reminder*, dice, flip a coin, coin flip*,
  fair coin, coin collect*, penny, pennies, steel penny, blue whale, whale weight, whale watching, data mining, coal,
  gold mine, spell*, translate*, whisper, language, pakistan, capital of, population, who are you, your name, where do you live,
  are you fine, how are you, what's up, favorite, favourite, old are you, see you, c u, thank you, insider trading, amazon,
  net neutrality, solar power bank, power bank, power of, speed of light, dinosaur*, history of the, persians, turbine,
  cryptography, quantum physics, fair coin, heads up, tails up, speaker*, volume up, double-click,, ad exchange, insurance claim, order here, package delivery, tires, bitcoin-free, wire transfer, iban
`);
