import { terms } from "./terms.ts";

/** Terms that are about this market whatever stands around them. */
export const CRYPTO_TERMS = terms(`
  crypto, cryptos, crypto-*, cryptocurr*, cryptoasset*, crypto.com, bitcoin*, btc, xbt, ethereum, ether, eth, altcoin*, alts, memecoin*,
  meme coin*, stablecoin*, shitcoin*, blockchain*, block chain, satoshi*, sats, hodl*, fomo, wen moon, when moon, to the moon, when lambo,
  wen lambo, wen pump, ngmi, wagmi, rekt, gm ser, diamond hands, paper hands, degen*, rugged, apeing, aped in, buy the dip, bought the dip,
  defi, decentralized finance, decentralised finance, decentralized exchange*, dex, dexs, dexes, amm, amms, liquidity pool*, liquidity provider*,
  yield farm*, impermanent loss, tvl, total value locked, flash loan*, nft*, non fungible, non-fungible, web3, dapp*, dao, daos,
  smart contract*, governance token*, governance proposal*, governance vote*, utility token*, security token*, tokenis*, tokeniz*, tokenomics,
  digital asset*, virtual asset*, virtual currency, virtual currencies, digital currency, digital currencies, digital gold, digital euro, digital yuan, cbdc*,
  travel rule, mica regulation, markets in crypto-assets, bitlicense, howey test,
  metamask, phantom wallet, trust wallet, rabby, trezor, ledger nano, ledger live, ledger stax, coldcard, bitbox*, electrum, exodus wallet, walletconnect,
  coinbase, binance, kraken, bybit, okx, kucoin, bitfinex, bitstamp, bitget, bitpanda, huobi, htx, gate.io, mexc, gemini exchange, mt gox, mt. gox, ftx, celsius network,
  blockfi, voyager digital, three arrows, genesis trading, grayscale, gbtc, microstrategy, blackrock ibit, ibit, deribit, bitmex, hyperliquid, dydx, gmx,
  uniswap, pancakeswap, sushiswap, opensea, blur marketplace, aave, makerdao, lido, curve finance, compound finance, balancer pool, eigenlayer, pendle, jupiter exchange,
  raydium, chainalysis, etherscan, blockchair, mempool.space, coinmarketcap, coingecko, glassnode, dune analytics, defillama, tradingview crypto, ccxt,
  web3.js, ethers.js, viem, hardhat, truffle suite, solidity, vyper, fetchohlcv, fetchticker*, createorder, watchorderbook,
  hardware wallet*, cold wallet*, hot wallet*, cold storage, paper wallet*, brain wallet*, seed phrase*, seed word*, recovery phrase*, mnemonic*, hd wallet*, wallet address*,
  private key*, multisig*, multi sig*, multi-sig*, utxo*, mempool*, segwit, segregated witness, taproot, tapscript, tapleaf, schnorr, xpub*, ypub*, zpub*, xprv*,
  lightning network, lightning node*, lightning invoice*, lightning channel*, lightning payment*, lightning wallet*, lightning force, lnd, lnurl, bolt11, bolt12, c-lightning, eclair node,
  hash rate, hashrate, hash power, hashpower, halving*, halvening, proof of work, proof-of-work, proof of stake, proof of reserve*, proof-of-stake, proof of history,
  staking, restaking, unstaking, liquid staking, staker*, validator*, slashing, beacon chain, the merge, shanghai upgrade, dencun, pectra, danksharding, mev, sandwich attack*, front-running bot*,
  mining pool*, mining rig*, miner fee*, asic miner*, antminer*, gpu mining, stratum, nonce*, coinbase maturity, orphan block*, stale block*, uncle block*,
  gas fee*, gas price*, gas limit, base fee, priority fee, gwei, wei, lamport*, airdrop*, initial coin offering*, ico, icos, ieo, ido, token sale*, presale token*, rug pull*, rugpull*, honeypot token*,
  pump and dump, wash trading, on chain, on-chain, onchain, off-chain, layer 1, layer 2, layer-2, layer two, l1s, l2, l2s, rollup*, zk-*, zkevm, zero knowledge proof*, zk proof*, sidechain*, side chain*, parachain*,
  hard fork*, soft fork*, block height, block reward*, block subsidy, block size, block time, block header*, block explorer*, block producer*, genesis block,
  block propagation, full node*, pruned node*, archive node, archival node, light client*, rpc node*, spv, merkle, double spend*, double-spend*, 51% attack, 51 percent attack, sybil attack*, eclipse attack*,
  selfish mining, psbt*, replace by fee, replace-by-fee, rbf, cpfp, bech32*, base58*, secp256k1, ecdsa, ed25519 address*, ellswift, elligatorswift, musig*, timelock*, time lock*, cltv, csv opcode, checksig*, opcode*, htlc*, ptlc*, covenant*,
  silent payment*, nlocktime, nsequence, locktime, txid*, wtxid*, txout*, txin*, vout, vin, vbyte*, vsize, weight units, redeem script*, redeemscript, locking script*, unlocking script*, witness program, witness script,
  dust limit, dust output*, dust attack*, considered dust, change output*, change address*, unspent output*, output descriptor*, outputs of a transaction, transaction output*, transaction input*, inputs and outputs, coin selection, coin control, raw transaction*, unsigned transaction*, unconfirmed transaction*,
  bitcoind, bitcoin-cli, bitcoin core, getblock*, getraw*, sendraw*, gettx*, listunspent, walletcreate*, importdescriptor*, scantxoutset, testmempoolaccept, headers-first, headers first, assumeutxo, assumevalid, chainstate, revocable commitment*, fee overpayment, initial block download,
  descriptor wallet*, importmulti, miniscript, coinjoin, coinswap, payjoin, mixer*, tornado cash, ordinals, inscription*, runes, brc-20, brc20, erc-20, erc20, erc-721, erc721, erc-1155, erc-4337, account abstraction, bep20, trc20, spl token*, eip-*, bip*, cip-*,
  sighash*, witness commitment, witness data, coinbase transaction*, payment channel*, channel balance*, channel capacity, inbound liquidity, watchtower*, atomic swap*, wrapped token*, wrapped bitcoin, cross-chain, crosschain, interoperability protocol, oracle* price feed, price oracle*,
  market cap of, marketcap, market cap, marktkapitalisierung, alt season, altseason, bitcoin dominance, btc dominance, spot etf*, tether, usdt, usdc, busd, pyusd, dai stablecoin, frax, peg of, depeg*, its peg, dollar peg, losing its peg,
  checkpoint*, dogecoin, doge, shiba inu coin, litecoin, ltc, ripple xrp, xrp, cardano, solana, polkadot, kusama, avalanche avax, avax, chainlink, monero, xmr, zcash, tron trx, trx, stellar lumens, xlm, binance coin, bnb, filecoin, algorand, algo,
  tezos, matic, hedera, hbar, vechain, aptos, arbitrum, toncoin, pepe coin, shib, floki, bonk, injective, celestia, kaspa, theta network, fantom ftm, near protocol, cosmos atom, internet computer, ethereum classic, bitcoin cash, bch, bsv, dash coin, eos, iota coin, neo coin, optimism op, polygon matic, sui network, sei network, starknet, zksync, worldcoin, render token,
  tb coin, tbc, rsi, macd, bollinger*, golden cross, death cross, fibonacci retracement*, ichimoku, order book*, perpetual*, perps, funding rate*, funding negative, funding positive, whale alert, whales move, open interest, liquidation*, liquidated, short squeeze, long squeeze, stop hunt*,
  seed node*, dns seed*, p2p network, stale tip, reorg*, chain split*, utreexo, compact filter*, mining difficulty, difficulty adjustment, difficulty target, nonce reuse, transaction pinning, package relay, compact block*, op_return, relay policy, fee estimation, bump the fee, bumping the fee, fee bump*,
  feerate*, fee rate, fee rates, fee market, sat/vb, sats/vb, blockspace, block space, testnet, regtest, signet, mainnet, devnet, faucet, sepolia, goerli, gas used, insufficient gas, insufficient funds for gas, out of gas, custom network, token approval*, approve token*, contract address*, verified contract*, audits the contract*, liquidity locked, burned supply, burn address, circulating supply
`);

/** What is said among those who build nodes, wallets and channels. */
export const BUILDERS_TERMS = terms(`
  derivation path*, hardened derivation, hardened key*, child key*, extended key*, extended public key*, gap limit, keypool, watch-only, watch only wallet*, wallet.dat, wallet descriptor*, legacy wallet*, air-gapped, air gapped, signing device*, hardware signer*, signer device*,
  rev files, blk files, retarget*, relaying, wrapped asset*, bsc, bep-20, import format, custom token*, hot and cold, tumbler, 12 word, 24 word, twelve words, 12 words, 24 words, channel disabled, anchor output*, ancestor limit*, descendant limit*, ancestor fee*, mempool policy, orphan pool, orphan transaction*, version bits, versionbits, data carrier*, datacarrier, signed hex, raw hex, hex transaction, witness stack, stack element*, script interpreter, sigop*, standardness, non-standard transaction*, nonstandard transaction*,
  policy rule*, consensus rule*, consensus critical, consensus change*, activation threshold, miner signal*, signal readiness, speedy trial, user activated, uasf, inv message*, addr message*, getdata, getheaders, version handshake, v2transport, feefilter, banlist, ban score, banscore, addrman, tried table, anchors.dat, peers.dat,
  outbound peer*, inbound peer*, outbound connection*, inbound connection*, block-relay-only, blocks-only, txindex, blockfilterindex, coinstatsindex, utxo set, muhash, assume valid, pruning, prune mode, pruned, reindex, rescan, chain state, tip of the chain, chain tip, block template*, extranonce, extra nonce, nbits, ntime, time warp, timewarp, median time past, block timestamp*, future timestamp*,
  key path, keypath spend*, script path, script tree, control block, leaf version, annex, tweaked key*, internal key, x-only, aggregated signature*, signature aggregation, adaptor signature*, blind signature*, batch verif*, low-s, low s form, der encod*, grinding signature*, malleability, malleable, malleated,
  generator point, elliptic curve*, curve point*, discrete log*, public key hash*, compressed key*, uncompressed key*, compressed public, uncompressed public, key recovery, ripemd*, hash160, sha256d, double sha*, varint*, compactsize, endian hash*, wif, vanity address*, address format*, address type*, address reuse, reuse an address, p2p port, port 8333, port 8332, port 9735, port 30303, layer twos, immature coin*, spend limit of a key, 2-of-3, 3-of-5, 2 of 3 multi*,
  force close*, force-close*, commitment transaction*, penalty transaction*, justice transaction*, revocation, preimage*, payment hash, invoice expiry, channel reserve, channel factor*, channel open*, routing fee*, routing node*, routed payment*, multi-path payment*, keysend, onion message*, trampoline, liquidity ad*, splicing, splice, submarine swap*, loop out, lsp, lsps, eltoo, anyprevout,
  intermediate hop*, drivechain*, statechain*, ark protocol, fedimint*, ecash, cashu, rgb protocol, liquid network, rootstock, rsk, stacks chain, spacechain*, fidelity bond*, joinmarket, wasabi wallet, samourai, sparrow wallet, bluewallet, phoenix wallet, breez, specter desktop, hwi,
  proxy contract*, upgradeable contract*, reentrancy, require statement, transaction revert*, call revert*, reverted without, reverted with, intrinsic transaction cost, eth_*, web3 provider, json-rpc, infura, alchemy api, ipfs gateway, abi encod*, calldata, event logs, multicall, permit2, paymaster, bundler, userop*, mainnet fork, blob transaction*, sequencer*, data availability, fraud proof*, validity proof*, restaked, slashed, attestation*, epoch boundary, committee of validators, client diversity
`);

/** The same in other languages; those written without spaces are looked for inside of words. */
export const FOREIGN_TERMS = terms(`
  prueba de participacion, prueba de trabajo, mineria de, billetera fria, billetera*, cartera fria, monedero frio, portefeuille froid, portefeuille crypto, preuve d'enjeu, preuve de travail, carteira fria, prova de participacao, portafoglio freddo, arbeitsnachweis, kaltes wallet, borse fur coins, kripto*, criptomon*, cripto, criptos, criptoativ*, criptovalut*, cryptomonnaie*, kryptowahrung*, krypto*, kryptovalut*, kryptomen*, digitale wahrung*, monnaie numerique, moneda digital, monedas digitales, kaldıraçlı coin*,
  ビットコイン, イーサリアム, 仮想通貨, 暗号資産, 暗号通貨, リップル, ブロックチェーン, アルトコイン, 比特币, 比特幣, 以太坊, 以太币, 加密货币, 加密貨幣, 虚拟货币, 区块链, 狗狗币, 山寨币, 币价, 币圈, 稳定币,
  비트코인, 이더리움, 암호화폐, 가상화폐, 블록체인, 알트코인, 리플, биткоин*, биткойн*, эфир, эфира, эфириум*, крипто*, блокчейн*, альткоин*, майнинг*, бiткоiн*, біткоїн*, بيتكوين, بتكوين, إيثيريوم, ايثيريوم, عملات رقمية, العملات الرقمية, العملات المشفرة, كريبتو, بلوكتشين, ביטקוין, אתריום, קריפטו,
  बिटकॉइन, क्रिप्टो, इथेरियम, बिटकॉइन, বিটকয়েন, บิตคอยน์, คริปโต, μπιτκοιν, κρυπτονομισμα*, بیت کوین, رمزارز
`);
