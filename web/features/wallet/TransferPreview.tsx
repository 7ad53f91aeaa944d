import { For, Show } from "solid-js";
import type { Analysis } from "../../../server/ml_actions/schema.ts";
import { formatCoins } from "../../lib/amount.ts";
import { Icon } from "../../ui/Icon.tsx";
import { riskSentence } from "./risk_words.ts";
import type { TransferPreview as Preview } from "./wallet_data.ts";

/** What sending would do: fee, total, rest, and the risk with its reasons. */
export function TransferPreview(props: { preview: Preview; dimmed: boolean }) {
  const run = () => props.preview.run;
  return (
    <div class="preview" classList={{ dimmed: props.dimmed }} role="status">
      <dl class="facts">
        <dt>Amount</dt>
        <dd>{formatCoins(props.preview.asked.amount)}</dd>
        <dt>Fee</dt>
        <dd>{formatCoins(run().fee)}</dd>
        <dt class="preview-sum">Total</dt>
        <dd class="preview-sum">{formatCoins(run().total)}</dd>
        <Show when={run().balance_after}>
          {(rest) => (
            <>
              <dt>What remains</dt>
              <dd>{formatCoins(rest())}</dd>
            </>
          )}
        </Show>
      </dl>
      <Problems
        problems={run().problems.filter((problem) => problem.code !== "USER_NOT_FOUND")}
      />
      <Show when={run().would_succeed}>
        <Show
          when={props.preview.risk}
          fallback={
            <p class="risk muted">The risk cannot be judged at this moment. The fee is right.</p>
          }
        >
          {(risk) => <Risk risk={risk()} />}
        </Show>
      </Show>
    </div>
  );
}

/** What would make it fail, each with what to do. */
export function Problems(props: { problems: readonly { readonly message: string }[] }) {
  return (
    <Show when={props.problems.length > 0}>
      <ul class="problem-list">
        <For each={props.problems}>{(problem) => <li>{problem.message}</li>}</For>
      </ul>
    </Show>
  );
}

/** The level as a word, with the reasons by weight. */
export function Risk(props: { risk: Analysis }) {
  const icon = () => props.risk.risk_level === "low" ? "shield-check" : "triangle-alert";
  return (
    <div class="risk">
      <p class={`risk-word risk-${props.risk.risk_level}`}>
        <Icon name={icon()} /> {riskSentence(props.risk)}
      </p>
      <ul class="muted">
        <For each={props.risk.reasons}>
          {(reason) => (
            <li>
              {reason.text} <span>({reason.weight.toFixed(2)})</span>
            </li>
          )}
        </For>
        <Show when={props.risk.cold_start && props.risk.cold_start_reason}>
          {(reason) => <li>{reason()}</li>}
        </Show>
      </ul>
    </div>
  );
}
