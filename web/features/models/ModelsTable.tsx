import { Show } from "solid-js";
import type { ListedModel } from "../../../server/models/schema.ts";
import { formatDuration, formatShare, formatTime, UNKNOWN } from "../../lib/format.ts";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import { againstNaive, STATUS_WORDS } from "./model_words.ts";

type FigureId = "pinball" | "naive_pinball" | "mase";

const figure = (id: FigureId, label: string, hint: string): Column<ListedModel> => ({
  id,
  label,
  hint,
  numeric: true,
  value: (model) => model.figures[id],
  cell: (model) => model.figures[id]?.toFixed(4) ?? UNKNOWN,
});

const share = (
  id: "hit_rate" | "coverage_50" | "coverage_90",
  label: string,
  hint: string,
): Column<ListedModel> => ({
  id,
  label,
  hint,
  numeric: true,
  value: (model) => model.figures[id],
  cell: (model) => formatShare(model.figures[id]),
});

const COLUMNS: readonly Column<ListedModel>[] = [
  {
    id: "model",
    label: "Model",
    value: (model) => `${model.type} ${model.trained_at}`,
    cell: (model) => `${model.type}, ${formatTime(Date.parse(model.trained_at))}`,
  },
  {
    id: "status",
    label: "Standing",
    value: (model) => STATUS_WORDS[model.status],
    cell: (model) => (
      <span class="tag" classList={{ "tag-strong": model.status === "champion" }}>
        {STATUS_WORDS[model.status]}
      </span>
    ),
  },
  {
    id: "against",
    label: "Against naive",
    hint: "Pinball loss on held-back days against that of the naive forecast",
    value: againstNaive,
  },
  figure("pinball", "Loss", "Pinball loss on held-back days; lower is better"),
  figure("naive_pinball", "Naive loss", "The naive forecast on the same days"),
  figure("mase", "MASE", "Error of the median against the naive forecast; below 1 is better"),
  share("hit_rate", "Direction", "How often the direction was right; 50 % is a coin flip"),
  share("coverage_50", "In 50 %", "Outcomes inside the 50 % range; 50 % is promised"),
  share("coverage_90", "In 90 %", "Outcomes inside the 90 % range; 90 % is promised"),
  {
    id: "decision",
    label: "Decision",
    value: (model) => model.decision ?? "Not judged yet.",
    cell: (model) => (
      <span class="wrap-cell">
        {model.decision ?? "Not judged yet."}
        <Show when={!model.file_kept}>
          {" "}
          <span class="muted">Its files were removed.</span>
        </Show>
      </span>
    ),
  },
  { id: "engine", label: "Engine", value: (model) => model.engine },
  {
    id: "seconds",
    label: "Trained in",
    numeric: true,
    value: (model) => model.figures.train_seconds,
    cell: (model) =>
      model.figures.train_seconds === null ? UNKNOWN : formatDuration(model.figures.train_seconds),
  },
  { id: "id", label: "Id", value: (model) => model.id },
];

/** Every model that was ever trained, with what was decided on it and why. */
export function ModelsTable(props: { models: readonly ListedModel[] }) {
  return (
    <DataTable
      caption="Models with their figures on held-back days and the decision on each"
      fileName="models"
      columns={COLUMNS}
      rows={props.models}
      initialOrder={{ column: "model", descending: true }}
      hiddenAtFirst={["naive_pinball", "coverage_50", "id"]}
      empty="No model has been trained yet."
    />
  );
}
