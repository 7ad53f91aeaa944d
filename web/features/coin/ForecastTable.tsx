import type { CoinPrediction } from "../../../server/predictions/schema.ts";
import { formatPrice, formatTime } from "../../lib/format.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";

type Row = CoinPrediction["path"][number];

const quantile = (id: "q05" | "q25" | "q50" | "q75" | "q95", label: string): Column<Row> => ({
  id,
  label,
  numeric: true,
  hint: `The price is below this ${Number(id.slice(1))} times out of 100`,
  value: (row) => row[id],
  cell: (row) => formatPrice(row[id]),
});

const COLUMNS: readonly Column<Row>[] = [
  {
    id: "time",
    label: "Hour",
    value: (row) => row.target_time,
    cell: (row) => formatTime(Date.parse(row.target_time)),
  },
  quantile("q05", "5 %"),
  quantile("q25", "25 %"),
  quantile("q50", "Median"),
  quantile("q75", "75 %"),
  quantile("q95", "95 %"),
];

/** The forecast fan as figures, hour by hour. */
export function ForecastTable(props: { forecast: CoinPrediction }) {
  return (
    <DataTable
      caption={`Forecast of ${props.forecast.symbol} by the hour`}
      fileName={`${props.forecast.symbol}-forecast`}
      columns={COLUMNS}
      rows={props.forecast.path}
      initialOrder={{ column: "time", descending: false }}
      empty="This forecast has no hourly path."
    />
  );
}
