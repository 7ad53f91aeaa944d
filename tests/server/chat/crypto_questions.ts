// Written for the test of the classifier, which learns from none of them.

/** About this market, in words of it. */
export const CRYPTO_QUESTIONS: readonly string[] = `
Is it too late to invest in Bitcoin in 2024?
How do I recover a lost Ethereum wallet?
What will be the price of Ripple by next month?
Who really is Satoshi Nakamoto?
Can I mine Bitcoin on my laptop?
How do bitcoin ATMs work?
Why do transactions have inputs and outputs instead of account balances?
What prevents a miner from including an invalid transaction in a block?
Why is the coinbase maturity 100 blocks?
How does a node choose which peers to connect to on startup?
Can a P2SH output be spent without revealing the redeem script?
What is the purpose of the nSequence field?
Is there a maximum number of outputs in a transaction?
Why are signatures in low-S form required for relay?
What happens to fees if a block is full?
How is the chain with most work determined?
Does walletcreatefundedpsbt lock the inputs it selects?
Why does my pruned node still need the full UTXO set?
How can I compute a txid from a raw hex transaction?
When is an output considered dust?
Can I sign a message with a bech32 address?
What is the difference between wtxid and txid?
Why does bumping the fee create a conflict in the wallet?
How do eclipse attacks isolate a node?
Electrum server won't connect over Tor
Swap fails with insufficient gas error
fetchOHLCV returns empty array for old timestamps
Token does not appear after adding a custom network
Incorrect nonce after resetting account
Trezor not detected by the bridge
How do I vote on a governance proposal?
what is the contract address of the token
when was the token launched
how do I become a validator
where can I see the burned supply
is the liquidity locked
who audits the contracts
Tell me about bitcoin
what is ethereum going for right now
How do NFTs prove ownership of art?
Is DeFi lending safer than a savings account?
What did the SEC say about spot ETFs for ether?
Are stablecoins a threat to banks?
Will MiCA change how exchanges operate in Europe?
How does India tax virtual digital assets?
Why did El Salvador adopt bitcoin?
What are the best practices for storing a hardware wallet backup?
How does bitcoin get its value if nobody backs it?
What is the cheapest way to send USDC abroad?
Why is my Bitcoin transaction stuck for three days?
Can the government confiscate my cryptocurrency?
Which altcoins survived the last bear market?
Is Cardano dead?
What makes Monero untraceable?
How do I set up a lightning node at home?
What's the point of a blockchain if a database is faster?
How much electricity does Bitcoin consume?
Should exchanges publish proof of reserves?
How is the block subsidy calculated after each halving?
Why does Bitcoin Core warn about unknown new rules activated?
What does the -maxconnections setting limit?
How can a transaction have zero inputs?
Why is the witness not included in the hash that identifies a transaction?
Is it possible to spend from an address with an uncompressed public key?
How do I decode a script that starts with 6a?
Does the order of outputs leak information?
What is the maximum size of a standard transaction?
When do peers get banned for misbehaviour?
Why were 21 million coins chosen?
Can two blocks have the same parent?
What happens if two miners find a block at the same time?
Are compact block filters private?
How can I verify the signature of a release?
How does a watch-only wallet know my balance?
Does a Taproot output reveal the number of signers?
Could a majority of miners change the supply?
Is it safe to reuse an address?
Transaction reverted without a reason string
MetaMask shows wrong balance on Polygon
eth_estimateGas always fails for proxy contracts
createOrder throws InvalidNonce on Bybit
Ledger shows app version mismatch
What's the APY on staked ADA?
How do I claim my airdrop?
is the presale over
when binance listing
what gives the token its value
tokens in circulation right now
How do I delegate my votes in the DAO?
How are crypto gifts taxed in the UK?
Did China really ban mining?
What is a liquidity crunch in DeFi?
Is an NFT a security?
How do I value an altcoin?
Why can't a block contain the same transaction twice?
What is the difference between a legacy wallet and a descriptor wallet?
How do nodes handle a timestamp that is far in the future?
Is the merkle root computed before or after the coinbase is added?
Why do multisig scripts need an extra stack element?
Does running a node behind a firewall help the network?
Can I estimate how long my payment will take to confirm?
How is entropy collected when creating a new wallet?
Why are hardened derivation paths needed?
What is the reason for the 80 byte limit on data carriers?
Are Schnorr signatures batch verifiable?
How do I broadcast a signed hex string without running software of my own?
Is there any advantage in sorting inputs lexicographically?
Why did the version bits change in 2021?
What is an anchor output?
Does a hardware signer see the change address?
How to calculate the weight of a segwit spend?
Can an attacker fill the orphan pool?
Why is the ancestor limit 25?
How does the node prioritise peers for relay?
What data does gettxoutsetinfo return?
Why do compressed keys start with 02 or 03?
Is it possible to prove that coins are unspendable?
How do channel factories save space on chain?
What happens to a routed payment if an intermediate hop disappears?
How does the ASIC resistance of Monero work?
What are the advantages of Bitcoin over Paypal?
Will Bitcoin ever reach a million dollars?
How do I start investing in cryptocurrency with 100 dollars?
What are the best apps to track a crypto portfolio in India?
Where can I spend bitcoins in Bangalore?
Is blockchain technology useful for voting?
How do I earn interest on my ether?
What happened to Luna and UST?
How does Ripple differ from Bitcoin?
Can a wallet be hacked if I click a link?
Balance not updating after switching accounts in MetaMask
Electrum: cannot decrypt message
Error: insufficient funds for intrinsic transaction cost
fetchBalance returns different totals on Kraken futures
Trezor Suite asks for the passphrase twice
how do I buy CULT
when is the next burn
who is the founder of this token
what chain is it on
can I stake my RVLT
Why is there a limit on the number of unconfirmed descendants?
Does importing a key trigger a full scan?
How do I create a watch-only wallet from an xpub?
What's the difference between a miner's template and a relayed block?
Can I restore a wallet without knowing the creation date?
Is a transaction with a negative fee valid?
How did early clients discover each other over IRC?
Why does my node stay behind by one block?
Is it safe to open port 8333 on my router?
How are payments found by scanning in BIP352?
Why is a coin considered immature?
Are there any downsides to batching withdrawals?
What does a 2-of-3 setup with three vendors protect against?
Why would a transaction be dropped after 14 days?
How does bitcoin mining secure the system?
Can you lose money in a liquidity pool?
What are the risks of lending stablecoins?
How do I cash out large amounts of crypto?
Is Coinbase insured?
Who controls Ethereum?
How do layer twos inherit security?
What was the DAO hack?
Why do gas fees spike?
Can NFTs be copied?
How long does a Solana transfer take?
Why do some wallets show a pending balance as negative?
What is stored in the rev files?
How do I convert a private key from hex to the import format?
Does a soft-forked rule apply to old outputs?
Why is my channel disabled after an update?
Is a 12 word backup weaker than 24 words?
How do exchanges keep hot and cold funds apart?
Can a node lie about the height of its chain?
What makes a transaction final before its lock expires?
How much bandwidth does relaying use?
When did the first retarget happen?
Why are there two checksums in an address?
Is it possible to trace coins through a tumbler?
Who can freeze USDT?
What is the total supply of ADA?
How are layer 2 withdrawals delayed?
Is Ethereum more centralised after the merge?
Can quantum machines steal old coins?
How do I report airdrops on my return?
What are wrapped assets good for?
Why is trading volume faked?
How do I write a bot for Binance?
Order size too small on KuCoin
App crashes when scanning the QR code of an invoice
Cannot add custom token on BSC
`.trim().split("\n");

/** About this market in slang, in other languages, beside other subjects, or without a word of it. */
export const HARD_CRYPTO_QUESTIONS: readonly string[] = `
Will the Fed cut lift risk assets like BTC?
Does the Super Bowl ad by Coinbase matter for its users?
Would a Republican win be good for bitcoin?
Is gold or bitcoin the better hedge?
Can I use my credit card to buy ether?
How do I explain blockchain to my grandmother?
My bank blocked a transfer to Kraken, why?
ser wen pump
gm, are we so back or is it so over
diamond hands or paper hands today?
which one pumped the hardest today
what moved most overnight
show me the losers
top 20
show me the top 20
which coin has the highest probability of rising?
how sure are you about tomorrow
can I trust these ranges
is it bullish
biggest movers of the last 24 hours
how did the top ten do last week
Why is SOL outperforming AVAX?
ETH/BTC ratio
does UNI have a fee switch
LINK or DOT for the long run?
What is the yield on USDC lending
is USDT going to lose its dollar parity
¿Debería vender mis monedas ahora?
Wie hoch ist die Marktkapitalisierung von Ethereum?
Le bitcoin va-t-il remonter ?
ビットコインの価格は?
比特币会涨吗
Сколько стоит биткоин?
비트코인 지금 사도 될까?
بيتكوين كم سعره اليوم
Quanto custa um ether hoje?
Was kostet ein Bitcoin gerade?
Welche Münzen sind heute am stärksten gefallen?
what are the fees if I send 50 TBC
how is the risk of a transfer judged here
what does no edge mean
when do you retrain
which data source do you use
how many alerts do I have
set me a rule for moves over 5 percent
is the funding negative
how much did whales move to exchanges
are miners capitulating
what's the correlation between BTC and the Nasdaq?
is my stake earning anything
buy or sell?
help
Will rate hikes hurt Ethereum?
Why do tech stocks and bitcoin move together?
Is Tesla still holding BTC?
Did the FTX ads with Tom Brady break the law?
Can a president launch a memecoin?
Is bitcoin a better investment than real estate?
Should I tell my wife about my bitcoin losses?
Can I pay my rent in USDT?
what is pumping rn
wagmi or ngmi
are we in a bull run
is alt season coming
number go up?
any edge today?
give me your top five picks
what dropped the most since yesterday
which is the riskiest of the top 20
how wide is the range for tomorrow
were you right yesterday
how do you know that
what do the candles look like
where's support
is momentum turning
what's hot
AVAX/USDT
ATOM 24h
DOT or ADA
SHIB to 1 cent?
wrapped ether vs ether
is DAI overcollateralised
¿Cuánto vale un ether?
¿Qué criptomoneda me recomiendas?
Lohnt sich Staking noch?
Warum fällt der Kurs heute?
Est-ce le moment d'acheter du SOL ?
イーサリアムは上がりますか
以太坊明天会跌吗
когда вырастет биткоин
이더리움 전망 알려줘
kripto paralar neden düşüyor
quanto custa staking
Is my 2FA enough for an exchange?
show my stakes
cancel my transfer of TBC
who won the last forecast round
what's the leaderboard
is the data live or delayed
how old is the forecast
who trained this
export my trades
price?
and tomorrow?
is it pumping
should I hold through the weekend
what's the move today
how's the market
is SOL dead
NEAR vs APT
is OP undervalued
Is USDC really backed one to one?
will gold holders move into bitcoin
does CPI day matter for BTC
cuánto ha subido Solana esta semana
Was passiert, wenn Tether zusammenbricht?
any chance we see 4k eth this week
did we bottom?
tell me the riskiest pick
how reliable is that range
what changed since this morning
sol up or down?
why did my coin drop
is a recession bad for crypto
will the new SEC chair approve more funds for altcoins
does Ronaldo's NFT deal violate the law
Ist jetzt ein guter Zeitpunkt zum Kaufen?
¿Qué es la prueba de participación?
c'est quoi un portefeuille froid
how's eth holding up
top gainers pls
rate the market 1-10
what would you buy
btc dom?
is volatility back
could a war push bitcoin up
does Visa settle in USDC
will my pension fund buy bitcoin
warum ist alles rot
quelle crypto acheter aujourd'hui
compensa comprar agora
`.trim().split("\n");
