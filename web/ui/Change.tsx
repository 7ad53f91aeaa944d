import { arrow, direction, formatPercent, UNKNOWN } from "../lib/format.ts";

/** A signed percentage with its arrow; the colour only repeats what both say. */
export function Change(props: { percent: number | null | undefined; decimals?: number }) {
  const tone = () => {
    const way = direction(props.percent ?? 0, props.decimals);
    return way > 0 ? "up" : way < 0 ? "down" : "flat";
  };
  return (
    <span class={`change ${tone()}`}>
      {props.percent == null
        ? UNKNOWN
        : `${arrow(props.percent, props.decimals)} ${formatPercent(props.percent, props.decimals)}`}
    </span>
  );
}
