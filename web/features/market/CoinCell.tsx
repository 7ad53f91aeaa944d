/** A coin's symbol with its name, as the first cell of a row. */
export function CoinCell(props: { symbol: string; name: string }) {
  return (
    <span class="coin-cell">
      {props.symbol} <span class="muted">{props.name}</span>
    </span>
  );
}
