import { terms } from "./terms.ts";

/** Terms of this market and of others: two of them, or one and no sign of another subject, are enough. */
export const LIKELY_TERMS = terms(`
  coin, coins, token*, wallet*, exchange*, miner*, mining, mine, node*, fork, forks, chain, ledger, stake, staked, stakes,
  burned, burnt, burn, mint, minted, minting, bridge, bridging, swap, swaps, whale, whales, bull, bulls, bullish, bear, bears, bearish, bull run,
  bear market, dump, pump, pumps, pumped, pumping, dumping, moon, mooning, dip, red, green, volatile, volatility, candle*, chart*, support,
  resistance, breakout, wick, wicks, support line*, trend line*, prices in euros, prices in dollars, trend, trends, trading, trade, trader*, traded, long, short, leverage, liquidat*, futures, portfolio, outperform*, underperform*,
  price, prices, market, markets, rally, rallying, rallied, crash, crashed, crashing, correction, ath, all time high, all-time high, hold, holding,
  peg, treasury, supply, circulating, max supply, inflation, deflationary, fee, fees, gas, transaction, transactions, signature*, hash*,
  address, addresses, public key*, keys, peer*, p2p, peers, relay, consensus, protocol, script, scripts, block, blocks, witness, output, outputs, input, inputs, dust, nodes, hop, hops, to confirm, confirmation*, unconfirmed, spendable, unspendable, spend an, broadcast*, propagat*, weight of a, ancestor*, upgrade, fork of, derivation, passphrase*, firmware, presale, rug,
  lightning, channel*, invoice*, seed, entropy, signing, cosign*, sidechain, decentrali*, hype, forecast*, predict*, locked, governance, proposal*, audit*, contract*,
  prediction*, tendency, confidence, top 20, top twenty, top 10, top ten, performing, performer*, moment to buy, time to buy, time to sell, moment to sell, gainers, losers, movers, winners, regulat*, sec,
  etf, etfs, halve, rewards, apy, apr, yield, yields, lending, collateral, dominance, tickers, ticker, stellar, polygon, luna, rising, falling, overnight, moved most, unstake*,
  terra, cosmos, avalanche, ripple, near, optimism, maker, compound, vesting, unlock*, sell off, selloff, capitulat*, euphoria, so back, so over, ser, gm, wen, degen,
  momentum, majors, drawdown, breakouts, bottomed, sell-off, take profit, stop loss, limit order*, presale, collaterali*, overcollaterali*, validation, block's, backtest*, track record, moving average*, ema, sma, volume, liquidity, arbitrage, scalping, swing trad*, bot, bots, hedge, risk assets, risk-on, risk off,
  sentiment, fear and greed, dca, dollar cost, quantum, buy or sell, sell or hold, buy or wait, sol, ada, fil, atom, jup, wif, tia, zeitpunkt zum kaufen, zeitpunkt zum verkaufen, kurs, kurse, munze*, moneda*, monnaie*, monete, prix, precio*, preis*, vender, comprar, kaufen, verkaufen, acheter, vendre, steigt, steigen, gefallen, subira, 上昇, 下落, 买, 涨, 跌, 价格
`);

/** Terms of building, of checking and of trading that other subjects have as well: each says half as much. */
export const WEAK_TERMS = terms(`
  key, import*, export*, scan, scans, scanning, client, clients, port, ports, sign, signs, signed, signer*, verify, verifies, verified, verification of, valid, invalid, validate*, restore*, backup*, back up, recover*, device*, version*, software, network, networks, sync*, index,
  limit on, limits on, size, byte, bytes, bits, data, encod*, decod*, serializ*, deserializ*, withdraw*, deposit*, batch*, batching, attack*, attacker*, secure, security, trustless, trusted, trust, random*, randomness, algorithm*, curve, prime, modulo, bug, release, releases, server, servers, connect*, disconnect*,
  timeout, config, configuration, option, flag, parameter*, discover each other, identity of the sender, sender, receiver, sent to the wrong, node's, software wallet, vendor*, threshold, m-of-n, quorum, collusion, censor*, permissionless, immutable, append-only, tamper*, double, replay*, expire*, expiry, race condition, broadcast, drop, dropped, stuck, pending, queue, spam, denial of service, dos,
  bottom, bottomed, top, topped, riskiest, risky, risk, safest, pick, picks, range, ranges, up or down, higher, lower, rise, rises, rose, fall, falls, fell, climb*, gain, gains, loss, losses, profit*, buy, buying, bought, sell, selling, sold, entry, exit, target, percent, invest*, investor*, investment*, fund, funds, asset, assets, currency, currencies, money, value, worth, cash out, legal, ban, banned, law, laws, tax, taxed, taxes, reliable, accurate, certain, sure, data, figure, figures, number, numbers, this morning, since yesterday, this week, right now, rn
`);

/** What this product itself is asked about. */
export const PRODUCT_TERMS = terms(`
  your forecast*, your prediction*, your model*, your record, your track record, your data, your numbers, your confidence, your analysis, your sources, your ranges,
  this forecast*, this prediction*, these forecasts, these ranges, these predictions, those ranges, this dashboard, this site, this app's forecast*, the forecast*, the model, the models, which model*, model do you use,
  the tendency, market tendency, the ranges, the range, what can you do, what can you tell, what can i ask, this transfer, transfer cost here, transfer cost in, risk of a transfer, transfer judged, judged here, send coins, how how do you work,
  how accurate are you, how good are you, are you any good, how sure are you, how do you forecast, how do you predict, how often are you right, no edge, an edge, which data source*, data source*, where do you get your,
  where do your numbers, where does this number, where do these numbers, my balance, my stake, my stakes, my alert*, alerts do i have, any alerts, an alert, alert me, alert when, rule for moves, my coins, my wallet, the leaderboard, retrain*, trained on, last trained, model trained, walk-forward, naive forecast,
  any edge, an edge today, were you right, were you wrong, right yesterday, who trained, trained this, rose the most, rose most, fell the most, fell most, dropped the most, dropped most, gained the most, lost the most, lost most, last forecast round, forecast round, what would you buy, alles rot, comprar agora, kaufen oder verkaufen, market recap, market summary, market update, market report, recap of, my questions, this conversation, store about me, know about me, keep about me, my data, data do you store, data you store, times out of 10, trade for me, execute trades, trades for me, buy for me, sell for me, is the data, data live, live or delayed, number go up, the move today, export my trades, my trades,
  bullish or bearish, bearish or bullish, top 20, top twenty, top 10, top ten, top five, top 5, top movers, biggest movers, moved most, moved the most, pumped the hardest, biggest winners, biggest losers, show me the losers, show me the winners, show me the gainers, the gainers, the market, buy or sell, sell or hold,
  was kannst du, que puedes hacer, que peux-tu faire, wie genau sind deine, deine prognose*, deine vorhersage*
`);
