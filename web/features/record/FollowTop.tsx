import { Show } from "solid-js";
import type { FollowTop20 } from "../../../server/predictions/schema.ts";
import { Chart } from "../../charts/Chart.tsx";
import type { Data } from "../../lib/data.ts";
import { formatDay, formatPercent, formatShare } from "../../lib/format.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { followFigure } from "./record_pictures.ts";

type Point = FollowTop20["points"][number];
type Curve = "top" | "universe" | "random_low" | "random_median" | "random_high";

const worth = (id: Curve, label: string): Column<Point> => ({
  id,
  label,
  numeric: true,
  hint: "Change since the start, after costs",
  value: (row) => (row[id] - 1) * 100,
  cell: (row) => formatPercent((row[id] - 1) * 100),
});

const COLUMNS: readonly Column<Point>[] = [
  {
    id: "date",
    label: "Bought on",
    value: (row) => row.date,
    cell: (row) => formatDay(Date.parse(row.date)),
  },
  worth("top", "Top list"),
  worth("universe", "Universe"),
  worth("random_low", "Random, 5 %"),
  worth("random_median", "Random, median"),
  worth("random_high", "Random, 95 %"),
];

/** If you had followed the top 20: after costs, beside the universe and random lists. */
export function FollowTop(props: { follow: Data<FollowTop20> }) {
  return (
    <Loadable thing="The top list's course" source={props.follow} height={420}>
      {(follow) => (
        <Show
          when={follow().points.length > 0}
          fallback={<EmptyState title="No day has come due yet">{follow().words}</EmptyState>}
        >
          <Course follow={follow()} />
        </Show>
      )}
    </Loadable>
  );
}

function Course(props: { follow: FollowTop20 }) {
  const title = () => {
    const summary = props.follow.summary;
    if (!summary) return "No day has come due yet";
    return `The top ${props.follow.list_size} would have brought ` +
      `${formatPercent(summary.top_percent, 1)}, holding everything ` +
      `${formatPercent(summary.universe_percent, 1)}; it beat ` +
      `${formatShare(summary.share_of_random_below)} of random lists`;
  };
  return (
    <>
      <section class="panel panel-above">
        <div class="panel-head">
          <h2>{title()}</h2>
          <span class="muted panel-note">
            After {props.follow.cost_bp_a_side / 100}&nbsp;% a side. Band: nine of ten of{" "}
            {props.follow.random_lists} random lists.
          </span>
        </div>
        <Chart
          label={`${title()}. The table has the figures.`}
          height={380}
          figure={(palette) => followFigure(props.follow, palette)}
        />
        <p class="muted panel-note chart-note">
          {props.follow.words} The past of a list promises nothing.
        </p>
      </section>
      <DataTable
        caption="Worth of the top list, the universe and random lists by day"
        fileName="follow-top-list"
        columns={COLUMNS}
        rows={props.follow.points}
        initialOrder={{ column: "date", descending: true }}
        empty="No day has come due yet."
      />
    </>
  );
}
