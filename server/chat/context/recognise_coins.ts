/** A coin that this product follows. */
export interface KnownCoin {
  readonly symbol: string;
  readonly name: string;
}

/** Other names people use. */
const NICKNAMES: Readonly<Record<string, string>> = {
  ether: "ETH",
  xbt: "BTC",
  bitcoins: "BTC",
  ripple: "XRP",
  "binance coin": "BNB",
  doge: "DOGE",
  lumens: "XLM",
  matic: "POL",
  polygon: "POL",
  ビットコイン: "BTC",
  比特币: "BTC",
  比特幣: "BTC",
  비트코인: "BTC",
  биткоин: "BTC",
  биткойн: "BTC",
  біткоїн: "BTC",
  بيتكوين: "BTC",
  बिटकॉइन: "BTC",
  イーサリアム: "ETH",
  以太坊: "ETH",
  以太币: "ETH",
  이더리움: "ETH",
  эфириум: "ETH",
  リップル: "XRP",
  리플: "XRP",
  狗狗币: "DOGE",
  ソラナ: "SOL",
  솔라나: "SOL",
  btcs: "BTC",
  shiba: "SHIB",
};

/** Tickers that are English words count in capitals only. */
const WORDS = new Set(
  ("LINK NEAR DOT ATOM ONE SAND GALA APE OP SUN WIN FUN HOT FOR ALL KEY GAS TON SEI MASK PEOPLE MAGIC ID AI ACT " +
    "RENDER DASH COMP SEI RUNE NEO LUNA CRO KAS THE CAN NOT ARE GET BUY HOLD SUPER TIME FLOW BEAM GOLD CAKE ROSE RAY TRUMP SPELL FIRE COW")
    .split(" "),
);
/** Names that are English words need a capital. */
const WORD_NAMES = new Set([
  "near",
  "maker",
  "compound",
  "cosmos",
  "avalanche",
  "stellar",
  "flow",
  "beam",
  "magic",
  "render",
  "curve",
  "dash",
  "graph",
  "tether",
]);

/** Coins that people ask about whether they are followed or not. */
const WELL_KNOWN: readonly KnownCoin[] = (
  "BTC Bitcoin,ETH Ethereum,SOL Solana,BNB BNB,XRP XRP,ADA Cardano,DOGE Dogecoin,TRX Tron,AVAX Avalanche,DOT Polkadot,LINK Chainlink," +
  "LTC Litecoin,BCH Bitcoin Cash,XLM Stellar,XMR Monero,ZEC Zcash,ETC Ethereum Classic,ATOM Cosmos,UNI Uniswap,AAVE Aave,FIL Filecoin," +
  "NEAR Near Protocol,APT Aptos,ARB Arbitrum,OP Optimism,SUI Sui,INJ Injective,TON Toncoin,SHIB Shiba Inu,PEPE Pepe,BONK Bonk,WIF dogwifhat," +
  "FLOKI Floki,ALGO Algorand,XTZ Tezos,EOS EOS,HBAR Hedera,VET VeChain,ICP Internet Computer,MKR Maker,LDO Lido,GRT The Graph,SAND The Sandbox," +
  "MANA Decentraland,AXS Axie Infinity,RUNE THORChain,KAS Kaspa,TIA Celestia,SEI Sei,RENDER Render,FTM Fantom,POL Polygon,CRO Cronos,DASH Dash," +
  "NEO Neo,IOTA IOTA,USDT Tether,USDC USD Coin,DAI Dai,LUNA Terra,CAKE PancakeSwap,SNX Synthetix,CRV Curve,COMP Compound,WLD Worldcoin,JUP Jupiter"
).split(",").map((entry) => {
  const [symbol = "", ...name] = entry.split(" ");
  return { symbol, name: name.join(" ") };
});

const SHORTEST_TICKER_IN_LOWER_CASE = 3;
const SHORTEST_MISSPELT = 6;

/**
 * The coins a question names, in the order of their names: by name, ticker, nickname, or a name with
 * a letter wrong, missing, doubled or swapped.
 *
 * @returns symbols
 */
export function recogniseCoins(question: string, known: readonly KnownCoin[]): string[] {
  const found = new Map<string, number>();
  const note = (symbol: string, place: number) => {
    if (!found.has(symbol) || found.get(symbol)! > place) found.set(symbol, place);
  };
  const lower = question.toLowerCase();
  const symbols = new Set(known.map(({ symbol }) => symbol));
  for (const { symbol, name } of known) {
    const asName = findWord(
      WORD_NAMES.has(name.toLowerCase()) ? question : lower,
      WORD_NAMES.has(name.toLowerCase()) ? name : name.toLowerCase(),
    );
    if (asName >= 0) note(symbol, asName);
    const asTicker = findTicker(question, symbol);
    if (asTicker >= 0) note(symbol, asTicker);
  }
  for (const [nickname, symbol] of Object.entries(NICKNAMES)) {
    const place = symbols.has(symbol) ? findWord(lower, nickname) : -1;
    if (place >= 0) note(symbol, place);
  }
  for (const [symbol, place] of misspelt(lower, known)) note(symbol, place);
  return [...found].sort((a, b) => a[1] - b[1]).map(([symbol]) => symbol);
}

/** Well-known coins that a question names and that are not among the followed ones. */
export function recogniseOtherCoins(question: string, known: readonly KnownCoin[]): string[] {
  const followed = new Set(known.map(({ symbol }) => symbol));
  const others = WELL_KNOWN.filter(({ symbol }) => !followed.has(symbol));
  return recogniseCoins(question, others).filter((symbol) => !followed.has(symbol));
}

/** Whether a question has the name of a well-known coin with a letter wrong: nothing else is spelt so. */
export function namesMisspeltCoin(question: string): boolean {
  return [...misspelt(question.toLowerCase(), WELL_KNOWN)].length > 0;
}

/** Words of other alphabets have endings, or no spaces around them. */
const LATIN = /^[\p{Script=Latin}\p{N}\s.$-]+$/u;

function findWord(text: string, word: string): number {
  if (!LATIN.test(word)) return text.indexOf(word);
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.search(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, "u"));
}

function findTicker(question: string, symbol: string): number {
  const place = findWord(question, symbol);
  if (place >= 0 || WORDS.has(symbol) || symbol.length < SHORTEST_TICKER_IN_LOWER_CASE) {
    return place;
  }
  return findWord(question.toLowerCase(), symbol.toLowerCase());
}

function* misspelt(question: string, known: readonly KnownCoin[]): Generator<[string, number]> {
  const names = known.filter(({ name }) =>
    /^\p{L}+$/u.test(name) && name.length >= SHORTEST_MISSPELT
  );
  for (const match of question.matchAll(/\p{L}{5,}/gu)) {
    const word = match[0];
    for (const { symbol, name } of names) {
      const lower = name.toLowerCase();
      if (word === lower || word === `${lower}s`) continue;
      if (word[0] === lower[0] && distanceIsOne(word, lower)) yield [symbol, match.index];
    }
  }
}

/** One letter added, left out, changed, or two neighbours swapped (Damerau 1964). */
function distanceIsOne(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const restA = a.slice(start);
  const restB = b.slice(start);
  return restA.slice(1) === restB || restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0];
}
