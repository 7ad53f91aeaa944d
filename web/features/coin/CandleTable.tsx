import type { Candles } from "../../../server/markets/schema.ts";
import { formatCompact, formatPrice, formatTime } from "../../lib/format.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";

type Row = Candles["candles"][number] & {
  readonly rsi: number | null;
  readonly macd: number | null;
};

const price = (id: "open" | "high" | "low" | "close", label: string): Column<Row> => ({
  id,
  label,
  numeric: true,
  value: (row) => row[id],
  cell: (row) => formatPrice(row[id]),
});

const TIME: Column<Row> = {
  id: "time",
  label: "Opened at",
  value: (row) => row.open_time,
  cell: (row) => `${formatTime(Date.parse(row.open_time))}${row.closed ? "" : " (open)"}`,
};
const VOLUME: Column<Row> = {
  id: "volume",
  label: "Volume",
  numeric: true,
  hint: "In units of the coin",
  value: (row) => row.volume,
  cell: (row) => formatCompact(row.volume),
};
const RSI: Column<Row> = {
  id: "rsi",
  label: "RSI 14",
  numeric: true,
  value: (row) => row.rsi,
  cell: (row) => row.rsi === null ? "not yet" : row.rsi.toFixed(1),
};
const MACD: Column<Row> = {
  id: "macd",
  label: "MACD",
  numeric: true,
  value: (row) => row.macd,
  cell: (row) => row.macd === null ? "not yet" : row.macd.toPrecision(4),
};

/** The chart's candles as figures. */
export function CandleTable(props: { candles: Candles }) {
  const rows = (): Row[] =>
    props.candles.candles.map((row, index) => ({
      ...row,
      rsi: props.candles.indicators?.rsi?.[index] ?? null,
      macd: props.candles.indicators?.macd?.macd[index] ?? null,
    }));
  const columns = () => [
    TIME,
    price("open", "Open"),
    price("high", "High"),
    price("low", "Low"),
    price("close", "Close"),
    VOLUME,
    ...(props.candles.indicators?.rsi ? [RSI] : []),
    ...(props.candles.indicators?.macd ? [MACD] : []),
  ];
  return (
    <DataTable
      caption={`Candles of ${props.candles.symbol}`}
      fileName={`${props.candles.symbol}-${props.candles.interval}`}
      columns={columns()}
      rows={rows()}
      initialOrder={{ column: "time", descending: true }}
      empty="No candles in this range."
    />
  );
}
