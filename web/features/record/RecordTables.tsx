import { useNavigate } from "@solidjs/router";
import { Show } from "solid-js";
import type { TrackRecord } from "../../../server/predictions/schema.ts";
import { Chart } from "../../charts/Chart.tsx";
import { formatMonth, formatPrice, formatShare, formatTime } from "../../lib/format.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { CoinCell } from "../market/CoinCell.tsx";
import { useApp } from "../shell/app_state.ts";
import { QUIET_COLUMNS, RECORD_COLUMNS } from "./record_columns.ts";
import { coverageFigure, seriesFigure } from "./record_pictures.ts";
import { outcomeWords } from "./record_words.ts";

const HEIGHT = 320;
/** More rows take longer to draw than anyone reads; the API has them all. */
const MOST_ROWS = 1000;

type Coin = TrackRecord["by_coin"][number];
type Month = TrackRecord["by_month"][number];
type Hour = TrackRecord["by_horizon"][number];
type Point = TrackRecord["series"][number];

const COIN: Column<Coin> = {
  id: "coin",
  label: "Coin",
  value: (row) => `${row.symbol} ${row.name}`,
  cell: (row) => <CoinCell symbol={row.symbol} name={row.name} />,
};
const MONTH: Column<Month> = {
  id: "month",
  label: "Month",
  value: (row) => row.month,
  cell: (row) => formatMonth(row.month),
};
const HOUR: Column<Hour> = {
  id: "hours",
  label: "Hours ahead",
  value: (row) => row.horizon_hours,
};

/** Every coin alike, the good and the bad; a row opens the coin. */
export function ByCoin(props: { record: TrackRecord }) {
  const navigate = useNavigate();
  return (
    <DataTable
      caption="Record by coin"
      fileName="record-by-coin"
      columns={[COIN, ...RECORD_COLUMNS]}
      rows={props.record.by_coin}
      rowLink={(row) => `/coin/${row.symbol}`}
      onOpen={navigate}
      initialOrder={{ column: "coin", descending: false }}
      hiddenAtFirst={QUIET_COLUMNS}
      empty="No forecast has come due yet."
    />
  );
}

/** Month by month: what was promised, and what held. */
export function ByMonth(props: { record: TrackRecord }) {
  const rows = () => props.record.by_month;
  const worst = () =>
    rows().filter((row) => row.coverage_90 !== null)
      .toSorted((a, b) => (a.coverage_90 ?? 0) - (b.coverage_90 ?? 0))[0];
  return (
    <>
      <Show when={rows().length > 1 && worst()}>
        {(month) => (
          <CoveragePanel
            title={`In ${formatMonth(month().month)}, the worst month, ` +
              `${formatShare(month().coverage_90)} fell in the 90 % range`}
            x={rows().map((row) => `${row.month}-01`)}
            rows={rows()}
            axis="months"
          />
        )}
      </Show>
      <DataTable
        caption="Record by month"
        fileName="record-by-month"
        columns={[MONTH, ...RECORD_COLUMNS]}
        rows={rows()}
        initialOrder={{ column: "month", descending: true }}
        hiddenAtFirst={QUIET_COLUMNS}
        empty="No forecast has come due yet."
      />
    </>
  );
}

/** Hour by hour ahead: the nearer, the narrower the range, and the sooner it is known. */
export function ByHorizon(props: { record: TrackRecord }) {
  const rows = () => props.record.by_horizon;
  const last = () => rows().filter((row) => row.coverage_90 !== null).at(-1);
  return (
    <>
      <Show when={last()}>
        {(row) => (
          <CoveragePanel
            title={`${row().horizon_hours} hours ahead, ${formatShare(row().coverage_90)} of ` +
              "outcomes fell in the 90 % range"}
            x={rows().map((hour) => hour.horizon_hours)}
            rows={rows()}
            axis="hours"
          />
        )}
      </Show>
      <DataTable
        caption="Record by hours ahead"
        fileName="record-by-hour"
        columns={[HOUR, ...RECORD_COLUMNS]}
        rows={rows()}
        initialOrder={{ column: "hours", descending: false }}
        hiddenAtFirst={[...QUIET_COLUMNS, "coverage_80"]}
        empty="No forecast has come due yet."
      />
    </>
  );
}

function CoveragePanel(props: {
  title: string;
  x: readonly (string | number)[];
  rows: readonly TrackRecord["summary"][];
  axis: "months" | "hours";
}) {
  return (
    <section class="panel panel-above">
      <div class="panel-head">
        <h2>{props.title}</h2>
        <span class="muted panel-note">Outcomes inside the ranges against what was promised</span>
      </div>
      <Chart
        label={`${props.title}. The table has the figures.`}
        height={HEIGHT}
        figure={(palette) => coverageFigure(props.x, props.rows, props.axis, palette)}
      />
    </section>
  );
}

const price = (id: "price" | "q05" | "q50" | "q95" | "actual", label: string): Column<Point> => ({
  id,
  label,
  numeric: true,
  value: (row) => row[id],
  cell: (row) => formatPrice(row[id]),
});

function seriesColumns(nowMs: number): readonly Column<Point>[] {
  return [
    {
      id: "target",
      label: "For",
      value: (row) => row.target_time,
      cell: (row) => formatTime(Date.parse(row.target_time)),
    },
    {
      id: "made",
      label: "Published after",
      value: (row) => row.prediction_time,
      cell: (row) => formatTime(Date.parse(row.prediction_time)),
    },
    price("price", "Price then"),
    price("q05", "5 %"),
    price("q50", "Median"),
    price("q95", "95 %"),
    price("actual", "Happened"),
    {
      id: "outcome",
      label: "Outcome",
      value: (row) => outcomeWords(row, nowMs),
    },
  ];
}

/** One coin: every forecast that was published, over what happened. */
export function OneCoin(props: { record: TrackRecord; symbol: string }) {
  const app = useApp();
  const series = () => props.record.series;
  const due = () => series().filter((point) => point.actual !== null);
  const inside = () =>
    due().filter((point) => (point.actual ?? 0) >= point.q05 && (point.actual ?? 0) <= point.q95)
      .length;
  const title = () =>
    `${props.symbol} ended inside the 90 % range ${inside()} of ${due().length} times`;
  return (
    <Show
      when={series().length > 0}
      fallback={
        <EmptyState title={`No forecast of ${props.symbol} in this time`}>
          Choose more days, or another coin.
        </EmptyState>
      }
    >
      <section class="panel panel-above">
        <div class="panel-head">
          <h2>{due().length > 0 ? title() : "Nothing has come due yet"}</h2>
          <span class="muted panel-note">
            Grey: the ranges as published, half and nine in ten of all outcomes. Dotted: naive.
          </span>
        </div>
        <Chart
          label={`${title()}. The table has the figures.`}
          height={HEIGHT + 60}
          figure={(palette) => seriesFigure(series(), palette)}
        />
      </section>
      <DataTable
        caption={`Forecasts of ${props.symbol} and what came of them`}
        fileName={`record-${props.symbol}`}
        columns={seriesColumns(app.now())}
        rows={series().slice(-MOST_ROWS)}
        initialOrder={{ column: "target", descending: true }}
        hiddenAtFirst={["made"]}
        empty="No forecast has been published for this coin."
      />
    </Show>
  );
}
