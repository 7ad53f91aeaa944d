import { Show } from "solid-js";
import { createEvaluation, type Evaluation } from "../features/evaluation/evaluation_data.ts";
import { EvaluationFacts } from "../features/evaluation/EvaluationFacts.tsx";
import { EvaluationPictures } from "../features/evaluation/EvaluationPictures.tsx";
import { evaluationFinding, intervalWords } from "../features/evaluation/metric_words.ts";
import { METRICS, metricText } from "../features/evaluation/metric_words.ts";
import { MetricTable } from "../features/evaluation/MetricTable.tsx";
import type { PageInfo } from "../routes.ts";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Loadable } from "../ui/Loadable.tsx";
import { Metric, Metrics } from "../ui/Metric.tsx";
import { Page as Frame } from "../ui/Page.tsx";

export const page: PageInfo = {
  path: "/evaluation",
  title: "Evaluation",
  nav: { group: "Forecasts", icon: "flask-conical", order: 4 },
};

const HEADLINES = ["hit_rate", "rank_ic", "coverage_90", "mase"];

/** How the network did on data it had not seen, beside every baseline. */
export function Page() {
  const evaluation = createEvaluation();
  const finding = () => {
    const known = evaluation.data()?.evaluation;
    return known ? evaluationFinding(known, known.model) : undefined;
  };
  return (
    <Frame title="Evaluation" finding={finding()}>
      <Loadable thing="The evaluation" source={evaluation} height={480}>
        {(answer) => (
          <Show
            when={answer().evaluation}
            fallback={<NoEvaluation command={answer().how_to_run} />}
          >
            {(known) => <Known evaluation={known()} />}
          </Show>
        )}
      </Loadable>
    </Frame>
  );
}

function NoEvaluation(props: { command: string }) {
  return (
    <EmptyState title="No evaluation yet">
      Run <code>{props.command}</code>{" "}
      where the server runs. It trains and tests the network and the baselines fold by fold on the
      candles that were collected, which takes some minutes; the result then stands here.
    </EmptyState>
  );
}

function Known(props: { evaluation: Evaluation }) {
  const figures = () => props.evaluation.summary[props.evaluation.model] ?? {};
  const headline = (id: string) => {
    const words = METRICS.find((metric) => metric.id === id);
    const metric = figures()[id];
    return words && (
      <Metric
        label={words.label}
        value={metricText(metric, words.print)}
        note={intervalWords(metric, words.print) ?? "interval unknown"}
      />
    );
  };
  return (
    <>
      <Show when={props.evaluation.quick}>
        <p class="note" role="status">
          This was a short run that shows that everything works. It says little about how well.
        </p>
      </Show>
      <Metrics>{HEADLINES.map(headline)}</Metrics>
      <MetricTable evaluation={props.evaluation} />
      <EvaluationPictures evaluation={props.evaluation} />
      <EvaluationFacts evaluation={props.evaluation} />
    </>
  );
}
