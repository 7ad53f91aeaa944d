import { Show } from "solid-js";
import { type Column, DataTable } from "../../ui/DataTable.tsx";
import type { Evaluation } from "./evaluation_data.ts";
import {
  intervalWords,
  type Metric,
  METRICS,
  metricText,
  type MetricWords,
  modelName,
  QUIET_METRICS,
} from "./metric_words.ts";

interface Row {
  readonly model: string;
  readonly position: number;
  readonly isNetwork: boolean;
  readonly metrics: Readonly<Record<string, Metric>>;
}

const MODEL: Column<Row> = {
  id: "model",
  label: "Model",
  value: (row) => modelName(row.model),
  cell: (row) =>
    row.isNetwork ? <strong>{modelName(row.model)}</strong> : <>{modelName(row.model)}</>,
};
/** The network first, then the baselines, as they were reported. */
const POSITION: Column<Row> = {
  id: "position",
  label: "No.",
  numeric: true,
  value: (row) => row.position,
};

function metricColumn(words: MetricWords): Column<Row> {
  const metric = (row: Row) => row.metrics[words.id];
  return {
    id: words.id,
    label: words.label,
    hint: words.hint,
    numeric: true,
    value: (row) => metric(row)?.value ?? null,
    cell: (row) => (
      <span class="figure-cell">
        {metricText(metric(row), words.print)}
        <Show when={intervalWords(metric(row), words.print)}>
          {(interval) => <small class="muted">{interval()}</small>}
        </Show>
      </span>
    ),
  };
}

/** Every model with every metric and its 95 % interval. */
export function MetricTable(props: { evaluation: Evaluation }) {
  const known = () =>
    METRICS.filter((words) =>
      props.evaluation.models.some((model) => props.evaluation.summary[model]?.[words.id])
    );
  const rows = (): Row[] =>
    props.evaluation.models.map((model, index) => ({
      model,
      position: index + 1,
      isNetwork: model === props.evaluation.model,
      metrics: props.evaluation.summary[model] ?? {},
    }));
  return (
    <DataTable
      caption="Models and baselines with their metrics and 95 % intervals"
      fileName="evaluation"
      columns={[MODEL, POSITION, ...known().map(metricColumn)]}
      rows={rows()}
      initialOrder={{ column: "position", descending: false }}
      hiddenAtFirst={["position", ...QUIET_METRICS]}
      empty="This evaluation has no model."
    />
  );
}
