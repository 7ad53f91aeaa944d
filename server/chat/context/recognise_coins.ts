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
  shiba: "SHIB",
};

/** Tickers that are English words count in capitals only. */
const WORDS = new Set(
  ("LINK NEAR DOT ATOM ONE SAND GALA APE OP SUN WIN FUN HOT FOR ALL KEY GAS TON SEI MASK PEOPLE MAGIC ID AI ACT " +
    "THE CAN NOT ARE GET BUY HOLD SUPER TIME FLOW BEAM GOLD CAKE ROSE RAY TRUMP SPELL FIRE COW")
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
]);

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

function findWord(text: string, word: string): number {
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
