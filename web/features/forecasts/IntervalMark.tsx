import type { Prediction } from "../../../server/predictions/schema.ts";
import { placeOf } from "./interval_scale.ts";

const FULL_WIDTH = 160;
const HEIGHT = 20;
const MARGIN = 5;

/** A forecast the size of a word: thin line for 9 of 10 outcomes, thick for half, a dot for the median. */
export function IntervalMark(props: { row: Prediction; reachPercent: number; width?: number }) {
  const width = () => props.width ?? FULL_WIDTH;
  const x = (price: number) =>
    MARGIN + placeOf(price, props.row.current_price, props.reachPercent) * (width() - 2 * MARGIN);
  const line = (from: number, to: number, name: string) => (
    <line class={name} x1={x(from)} x2={x(to)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
  );
  return (
    <svg class="interval-mark" width={width()} height={HEIGHT} aria-hidden="true">
      <line class="zero" x1={width() / 2} x2={width() / 2} y1="1" y2={HEIGHT - 1} />
      {line(props.row.lower, props.row.upper, "ninety")}
      {line(props.row.lower_50, props.row.upper_50, "fifty")}
      <circle cx={x(props.row.predicted_price)} cy={HEIGHT / 2} r="4" />
    </svg>
  );
}
