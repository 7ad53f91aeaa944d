import { type JSX, Show } from "solid-js";
import { Change } from "./Change.tsx";
import { Sparkline } from "./Sparkline.tsx";

export interface MetricProps {
  readonly label: string;
  readonly value: JSX.Element;
  /** Change in percent, shown with arrow and sign. */
  readonly delta?: number | null;
  /** What the change or the value refers to, for instance `24 h`. */
  readonly note?: string;
  readonly line?: readonly number[];
}

/** One figure with what it is, how it changed, and its recent course. */
export function Metric(props: MetricProps) {
  return (
    <div class="metric">
      <dt>{props.label}</dt>
      <dd class="metric-value">{props.value}</dd>
      <dd class="metric-foot">
        <span>
          <Show when={props.delta !== undefined}>
            <Change percent={props.delta} />
            {" "}
          </Show>
          <span class="muted">{props.note}</span>
        </span>
        <Show when={props.line}>
          {(line) => <Sparkline values={line()} />}
        </Show>
      </dd>
    </div>
  );
}

/** A row of at most four metrics. */
export function Metrics(props: { children: JSX.Element }) {
  return <dl class="metrics">{props.children}</dl>;
}
