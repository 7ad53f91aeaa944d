/** Questions written for this product, by which the classifier learns what the lexicon does not say. */
export const CRYPTO_EXAMPLES: readonly string[] = `
what will happen to the price tomorrow
which ones look strongest for the next day
what are the best performers of the last week
show me the top movers
is it a good moment to buy
should I sell everything now
why did everything drop this morning
why is the whole market down
is the market going up or down
how did your last predictions turn out
how much can I trust this number
compare the first two on the list
what does the chart say about support
what is the volume like today
is there a chance it doubles this month
how risky is it to hold through the weekend
which wallet should a beginner use
how do I move my coins to another wallet
what happens if I lose my seed
why are the fees so high right now
how long does a transaction take to confirm
why is my transaction still unconfirmed
what is the difference between a coin and a token
how are new coins made
who decides the rules of the protocol
what stops someone from spending the same coin twice
how do nodes agree on the next block
what is a block made of
how are signatures checked by a node
can a signature be replayed on another chain
why does the script need a witness
how are fees estimated before sending
what does a miner earn for a block
is mining at home still profitable
how much energy does mining use
what happens after the last coin is mined
when does the next halving happen
how does staking pay a reward
is my stake locked
what is slashing
how is the supply limited
how many coins have been burned
what does minting mean
what backs a stable token
did it lose its peg
how do I swap one token for another
how does a bridge between chains work
are bridges safe
what is the treasury holding
should I invest in this token
is this project a scam
what is the roadmap of the project
how do I support the project
I love this token
when will it be listed on an exchange
which exchange has the lowest fees
do I need to verify my identity on an exchange
how are tokens taxed when I sell
should I report the coins I bought
is it legal to own coins in my country
what will regulation do to the market
will the regulator approve the fund
how do whales move the market
what is a good stop loss for this coin
how does leverage liquidate a long
what is the funding rate
is dollar cost averaging a good strategy
what does overbought mean on the chart
is the moving average crossing
what does the indicator say about it
is sentiment fearful or greedy
what is the dominance now
where do the bulls and bears stand
is this a bull trap
did the whales sell
what is the market tendency
how sure is the model
what are the ranges for tomorrow
how often was the range right
which coins have an edge
what can you tell me
what can you do for me
how do you make your forecasts
where do your numbers come from
when was the model trained
what is my balance
how much have I staked
what are my alerts
how do I send coins to someone
what does a transfer cost here
what is the risk of this transfer
can the keys be guessed
could quantum computers break the keys
how are addresses derived from keys
why do addresses start with a certain letter
can I see who owns an address
how private are payments on the chain
what is the maximum size of a block
why are blocks limited
how do peers find each other
can the network be shut down
who was the founder of the first coin
what happened at the collapse of the exchange
is it digital gold
what gives it value
how volatile is it compared with last month
subirá el precio mañana
qué moneda va a subir
does importing a key make the software look through all old blocks
how did the first clients find one another
should a port be open for others to connect
are there downsides when withdrawals are sent in one batch
what does a setup of three devices protect from
why does my software stay one block behind
how long is something kept before it is dropped from the pool
what is the oldest version that still works
how is a backup restored when only the words are left
what happens to a payment when the sender goes offline
can the sender cancel what has not been mined
what stops an attacker from filling the memory of others
how is spam kept out
what proves that I own an output
is a signature different each time
can two keys give the same address
how random must a key be
why is a hash taken twice
how is a number encoded in a script
why are numbers stored in reverse byte order
what is the purpose of the version field
what does the flag after a signature mean
are there limits on how many signatures a block may have
how do I verify a download of the software
how is the initial list of peers found
what does an invalid block cost its maker
who pays when a channel is closed
how are payments routed without knowing the path
can the receiver be found out by the nodes between
what if both sides of a channel disappear
why does a light client trust its server
is the filter of a block computed by everyone
how is the target adjusted when power leaves
what is a share in a pool
can miners vote on a change of the rules
what was the reason to activate it by users
why do some blocks have only one transaction
what is the largest number that fits into an amount
why is there a smallest amount that is relayed
how do I spend from several keys at once
what is a script that anyone can spend
how do I prove the reserve without moving funds
is the seed enough when the path is unknown
why do two programs show different addresses for the same words
how does a device show what it signs
can a computer with malware steal from a hardware device
how do I sign offline and broadcast later
what is the risk of using an old copy of a channel
what does the explorer show as replaced
why is the fee in my program higher than needed
how are conflicts between two spends resolved
what does finality mean on a chain with stakes
how are those who propose blocks chosen
what is lost when a stake is punished
can a proposer reorder what I sent
why did my call to the contract fail
how do I read the balance of a contract
why is the estimate of gas too low
what does an event of a contract cost
how is a random number made inside of a contract
can a contract be changed after it was deployed
how do I verify the source of a contract
what is the difference between a proxy and its code
how does a rollup post its data
who runs the sequencer
how do I withdraw from a rollup before the delay is over
why is the price different on two exchanges
how do I get historical candles from an exchange
why does the library throw an error about permissions
how many requests a minute are allowed
the order was filled twice
the app does not connect to my device
the extension shows an old balance
the network was added but has no tokens
which wallets are good for beginners
is there a wallet without a company behind it
what is the safest way to keep a large amount
how do I give it to my children after my death
how do I cash out without losing much
what are the risks when I lend
who controls the development
who insures what lies on an exchange
what was the largest theft ever
why do fees jump at certain hours
how long does it take to arrive
is there a way to get it back from a wrong address
did it hit the bottom
give me the riskiest pick of the day
how reliable is this range
what changed since this morning
up or down from here
why did mine drop more than the others
wird der Kurs morgen steigen
welche Münze steigt
le marché va-t-il monter
what rose the most this week
what fell hardest since the morning
which ones gained and which ones lost
is momentum fading or building
do you see an edge anywhere
were you right about last week
how wrong were you this month
why is your range so wide
who trained the network and on what
how old are the figures I see
is the data delayed
number go up or down from here
what is hot and what is not among the majors
which of the majors is the calmest
how deep can this drop go
did the breakout fail
is volume drying up
is the sell off over
where are the buyers
who is selling into this rally
what would flip the trend
is this the bottom
have we topped out
how much did it lose from the peak
what is the drawdown since the high
which pair is the most liquid
how thin is the book at night
is the spread between exchanges worth arbitrage
what does a negative funding tell
how do I set a limit order on an exchange
why was my order rejected by the exchange api
the exchange returns an invalid nonce
the wallet does not show my tokens
the network fee is higher than the amount I send
my deposit to the exchange is not credited after confirmations
I sent tokens to the wrong network
how do I import a key into another wallet
can someone drain a wallet with an approval
how do I revoke an approval for a contract
the contract call reverts without a reason
what does a node do with an invalid block
how do peers announce new transactions
can two valid blocks compete at one height
why does a transaction have a version
how is the fee of a transaction computed from its outputs
does the order of outputs matter
how are scripts evaluated during validation
what makes a transaction non standard
how large can a script be
does pruning remove old blocks from disk
how does a light wallet check a payment
what is stored in the header of a block
can a miner choose which transactions to include
why do miners leave blocks empty
did a country ban mining
is mining moving to cheaper power
how are rewards split in a pool
what happens to miners when fees fall
is the next upgrade of the protocol a fork
who can propose a change to the protocol
how do I vote with my tokens
what did the last proposal change
is the presale safe
when does the unlock of team tokens begin
what is the vesting schedule
is the token listed anywhere
who holds most of the tokens
how do gifts of coins get taxed
are losses on coins deductible
is lending coins allowed here
what did the regulator fine the exchange for
will the new law ban privacy coins
do funds hold coins for their clients
does a rate cut help risk assets and coins
do coins follow tech shares
is it still a hedge against inflation
did the halving matter for the price
what do long term holders do now
is it too late to get in
should I take profit or keep holding
is this a dead cat bounce
how do I size a position
what is a reasonable risk per trade
lump sum or a bit every week
which indicators agree today
what does the band say about volatility
who won the last round of forecasts
show the leaderboard
what did I stake on
cancel my transfer
how do I mute an alert
tell me when it moves more than five percent
export my trades
warum fällt der Kurs
lohnt sich das noch
welche steigt am stärksten
por qué baja el precio hoy
qué me puedes decir del mercado
pourquoi le cours baisse
quelle est la tendance du marché
perché il prezzo scende
porque o preço caiu
fiyat neden düşüyor
`.trim().split("\n");
