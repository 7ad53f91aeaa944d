import { useNavigate } from "@solidjs/router";
import { createMemo } from "solid-js";
import type { Prediction } from "../../../server/predictions/schema.ts";
import { formatPrice, formatShare } from "../../lib/format.ts";
import { Change } from "../../ui/Change.tsx";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { CoinCell } from "../market/CoinCell.tsx";
import { intervalReach } from "./interval_scale.ts";
import { IntervalMark } from "./IntervalMark.tsx";
import { usualRangePercent } from "./words.ts";

const price = (
  id: "current_price" | "predicted_price" | "lower" | "upper",
  label: string,
  hint: string,
): Column<Prediction> => ({
  id,
  label,
  hint,
  numeric: true,
  value: (row) => row[id],
  cell: (row) => formatPrice(row[id]),
});

const COLUMNS: readonly Column<Prediction>[] = [
  {
    id: "coin",
    label: "Coin",
    value: (row) => `${row.symbol} ${row.name}`,
    cell: (row) => <CoinCell symbol={row.symbol} name={row.name} />,
  },
  price("current_price", "Price", "Close of the last candle used, in US dollars"),
  price("predicted_price", "Median", "Half of all outcomes lie above, half below"),
  {
    id: "change",
    label: "Change",
    hint: "From the price to the median",
    numeric: true,
    value: (row) => row.predicted_change_percent,
    cell: (row) => <Change percent={row.predicted_change_percent} />,
  },
  price("lower", "Lower", "One outcome in twenty lies below"),
  price("upper", "Upper", "One outcome in twenty lies above"),
  {
    id: "range",
    label: "Range ±",
    hint: "Half the width of the 90 % range, in percent of the price",
    numeric: true,
    value: usualRangePercent,
    cell: (row) => `${usualRangePercent(row).toFixed(1)}\u00a0%`,
  },
  {
    id: "up",
    label: "Up",
    hint: "Probability that the price is higher at the horizon",
    numeric: true,
    value: (row) => row.probability_up,
    cell: (row) => formatShare(row.probability_up),
  },
  {
    id: "confidence",
    label: "Confidence",
    hint: "Probability that the stated direction is right; 50 % is a coin flip",
    numeric: true,
    value: (row) => row.confidence,
    cell: (row) => <Confidence share={row.confidence} />,
  },
  {
    id: "edge",
    label: "Edge",
    hint: "Called only where the coin's record beats the naive forecast",
    value: (row) => row.called ? "called" : "no edge",
    cell: (row) => <Edge row={row} />,
  },
];

/** Confidence is shown by weight, never by a colour. */
function Confidence(props: { share: number }) {
  const weight = () => props.share >= 0.6 ? 700 : props.share >= 0.55 ? 600 : 400;
  return <span style={{ "font-weight": weight() }}>{formatShare(props.share)}</span>;
}

function Edge(props: { row: Prediction }) {
  return (
    <span
      title={props.row.call_reason ?? undefined}
      class={props.row.called ? "tag tag-strong" : "muted"}
    >
      {props.row.called ? "called" : "no edge"}
    </span>
  );
}

/** Every forecast, a row each; a row opens the coin. */
export function ForecastsTable(props: { rows: readonly Prediction[] }) {
  const navigate = useNavigate();
  const reach = createMemo(() => intervalReach(props.rows));
  const drawing: Column<Prediction> = {
    id: "interval",
    label: "Where it may go",
    hint:
      "Middle line: the price now. Thin: 9 outcomes of 10. Thick: half of them. Dot: the median.",
    drawing: true,
    value: () => null,
    cell: (row) => <IntervalMark row={row} reachPercent={reach()} width={128} />,
  };
  return (
    <DataTable
      caption="Forecasts with their ranges and probabilities"
      fileName="forecasts"
      columns={[...COLUMNS.slice(0, 4), drawing, ...COLUMNS.slice(4)]}
      rows={props.rows}
      rowLink={(row) => `/coin/${row.symbol}`}
      onOpen={navigate}
      initialOrder={{ column: "change", descending: true }}
      searchLabel="Filter coins"
      empty="No coin fits this choice."
    />
  );
}
