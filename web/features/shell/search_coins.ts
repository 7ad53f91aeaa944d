/** What of a coin is searched. */
export interface Named {
  readonly symbol: string;
  readonly name: string;
}

function rank(coin: Named, wanted: string): number {
  const symbol = coin.symbol.toLowerCase();
  const name = coin.name.toLowerCase();
  if (symbol === wanted) return 0;
  if (symbol.startsWith(wanted)) return 1;
  if (name.startsWith(wanted)) return 2;
  if (symbol.includes(wanted) || name.includes(wanted)) return 3;
  return Infinity;
}

/** The coins that fit what was typed, best first; all in their order where nothing was typed. */
export function searchCoins<Coin extends Named>(
  coins: readonly Coin[],
  text: string,
  limit: number,
): Coin[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return coins.slice(0, limit);
  return coins
    .map((coin) => ({ coin, rank: rank(coin, wanted) }))
    .filter((found) => found.rank < Infinity)
    .sort((left, right) => left.rank - right.rank)
    .slice(0, limit)
    .map((found) => found.coin);
}
