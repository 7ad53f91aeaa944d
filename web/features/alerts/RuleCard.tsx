import { createSignal, Show } from "solid-js";
import type { RuleView } from "../../../server/alerts/schema.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api } from "../../trpc.ts";
import { Toggle } from "../../ui/controls.tsx";
import { FailureNote } from "../../ui/form.tsx";
import {
  coinWords,
  destinationWords,
  hasCoins,
  KIND_WORDS,
  quietWords,
  ruleWords,
} from "./alert_words.ts";

/** One rule in words, with what can be done with it. */
export function RuleCard(props: {
  readonly rule: RuleView;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
  readonly onChange: () => void;
}) {
  const [tested, setTested] = createSignal(false);
  const what = () => `${KIND_WORDS[props.rule.kind]}, rule ${props.rule.id}`;
  const acting = createSubmission(async () => {
    await api.alerts.updateRule.mutate({ rule_id: props.rule.id, enabled: !props.rule.enabled });
    props.onChange();
  });
  const testing = createSubmission(async () => {
    await api.alerts.test.mutate({ rule_id: props.rule.id });
    setTested(true);
  });
  return (
    <li class="rule-card panel" classList={{ "rule-off": !props.rule.enabled }}>
      <div class="panel-head">
        <h3>{ruleWords(props.rule)}</h3>
        <Show when={props.rule.is_default}>
          <span class="muted panel-note">from the environment</span>
        </Show>
      </div>
      <RuleFacts rule={props.rule} />
      <div class="form-buttons">
        <Toggle
          label={props.rule.enabled ? "On" : "Off"}
          on={props.rule.enabled}
          onChange={() => acting.submit()}
        />
        <CardButton label="Change" what={what()} onClick={props.onEdit} />
        <Show when={props.rule.channel === "message"}>
          <CardButton
            label="Send a test"
            what={what()}
            busy={testing.busy()}
            onClick={() => testing.submit()}
          />
        </Show>
        <Show when={!props.rule.is_default}>
          <CardButton label="Remove" what={what()} onClick={props.onRemove} />
        </Show>
        <span class="muted" role="status">
          {tested() ? "A test was written. What became of it is under Messages." : ""}
        </span>
      </div>
      <FailureNote submission={acting} />
      <FailureNote submission={testing} />
    </li>
  );
}

function RuleFacts(props: { rule: RuleView }) {
  return (
    <dl class="facts facts-tight">
      <Show when={hasCoins(props.rule.kind)}>
        <dt>Coins</dt>
        <dd>{coinWords(props.rule.coins)}</dd>
      </Show>
      <dt>Told</dt>
      <dd>{destinationWords(props.rule)}</dd>
      <Show when={props.rule.channel === "message"}>
        <dt>Quiet hours</dt>
        <dd>{quietWords(props.rule.quiet)}</dd>
      </Show>
    </dl>
  );
}

function CardButton(props: {
  label: string;
  what: string;
  busy?: boolean;
  onClick: () => void;
}) {
  return (
    <button
      type="button"
      class="btn btn-sm btn-outline-secondary"
      aria-label={`${props.label}: ${props.what}`}
      disabled={props.busy}
      onClick={() => props.onClick()}
    >
      {props.label}
    </button>
  );
}
