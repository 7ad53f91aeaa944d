import { For, Show } from "solid-js";
import type { RuleView } from "../../../server/alerts/schema.ts";
import type { Submission } from "../../lib/submission.ts";
import { Segmented, SelectBox, Toggle } from "../../ui/controls.tsx";
import { SubmitRow, TextField } from "../../ui/form.tsx";
import { hasCoins, isMove, KIND_WORDS, kindsFor, UNIT_WORDS, UNITS } from "./alert_words.ts";
import { type RuleDraft, toRule, withKind } from "./rule_draft.ts";

const SPANS = [1, 4, 24] as const;
const CHANNELS = [
  { value: "page", label: "On this page" },
  { value: "message", label: "By text message too" },
] as const;
const POLICIES = [
  { value: "delay", label: "one message afterwards" },
  { value: "drop", label: "no message, only this page" },
] as const;

interface FormProps {
  readonly draft: RuleDraft;
  readonly onChange: (part: Partial<RuleDraft>) => void;
  readonly submission: Submission;
}

/** Makes or changes a rule. */
export function RuleForm(
  props: FormProps & {
    readonly isAdmin: boolean;
    /** The rule that is changed; undefined for a new one. */
    readonly rule: RuleView | undefined;
    readonly onCancel: () => void;
  },
) {
  const isOfEnvironment = () => props.rule?.is_default === true;
  return (
    <form class="form" onSubmit={props.submission.submit}>
      <Show when={!props.rule}>
        <div class="controls">
          <SelectBox
            label="When"
            value={props.draft.kind}
            choices={kindsFor(props.isAdmin).map((kind) => ({
              value: kind,
              label: KIND_WORDS[kind],
            }))}
            onChange={(kind) => props.onChange(withKind(props.draft, kind))}
          />
        </div>
      </Show>
      <Threshold
        {...props}
        fixed={isOfEnvironment() && isMove(props.draft.kind)}
      />
      <Show when={isMove(props.draft.kind)}>
        <SpanChoice spans={props.draft.spans} onChange={(spans) => props.onChange({ spans })} />
      </Show>
      <Show when={hasCoins(props.draft.kind)}>
        <TextField
          label="Coins"
          value={props.draft.coins}
          onInput={(coins) => props.onChange({ coins })}
          hint="Symbols such as BTC, ETH. Empty: every coin that is followed."
          error={props.submission.problemOf("coins")}
        />
      </Show>
      <Destination {...props} fixed={isOfEnvironment()} hint={props.rule?.destination_hint} />
      <Show when={props.draft.channel === "message"}>
        <QuietHours {...props} />
      </Show>
      <SubmitRow
        action={props.rule ? "Save" : "Make rule"}
        submission={props.submission}
        disabled={toRule(props.draft) === null}
      >
        <button
          type="button"
          class="btn btn-sm btn-outline-secondary"
          onClick={() => props.onCancel()}
        >
          Cancel
        </button>
      </SubmitRow>
    </form>
  );
}

function Threshold(props: FormProps & { readonly fixed: boolean }) {
  const units = () => UNITS[props.draft.kind];
  const problem = () => {
    if (props.submission.problemOf("threshold")) return props.submission.problemOf("threshold");
    const isWrong = !(Number(props.draft.threshold.replace(",", ".")) > 0);
    return isWrong ? "It must be a number above zero." : undefined;
  };
  return (
    <>
      <TextField
        label="Threshold"
        value={props.draft.threshold}
        inputMode="decimal"
        disabled={props.fixed}
        onInput={(threshold) => props.onChange({ threshold })}
        {...(units().length === 1 && { unit: UNIT_WORDS[props.draft.unit] })}
        {...(props.fixed && { hint: "ALERT_THRESHOLD_PERCENT in the environment sets it." })}
        {...(problem() && { error: problem() })}
      />
      <Show when={units().length > 1 && !props.fixed}>
        <Segmented
          label="The threshold is in"
          value={props.draft.unit}
          choices={units().map((unit) => ({ value: unit, label: UNIT_WORDS[unit] }))}
          onChange={(unit) => props.onChange({ unit })}
        />
      </Show>
    </>
  );
}

/** Over how many hours a move is measured; one at least. */
export function SpanChoice(props: {
  readonly spans: RuleDraft["spans"];
  readonly onChange: (spans: RuleDraft["spans"]) => void;
}) {
  const flip = (span: typeof SPANS[number], on: boolean) => {
    const next = SPANS.filter((one) => one === span ? on : props.spans.includes(one));
    if (next.length > 0) props.onChange(next);
  };
  return (
    <div class="controls" role="group" aria-label="Measured over">
      <span class="form-label">Within</span>
      <For each={SPANS}>
        {(span) => (
          <Toggle
            label={`${span} h`}
            on={props.spans.includes(span)}
            onChange={(on) => flip(span, on)}
          />
        )}
      </For>
    </div>
  );
}

function Destination(
  props: FormProps & { readonly fixed: boolean; readonly hint: string | null | undefined },
) {
  const hint = () =>
    props.hint
      ? `It ends in ${props.hint.slice(-2)}. Leave it empty to keep it.`
      : "With its country code, such as +49 170 1234567.";
  return (
    <>
      <Segmented
        label="Where you are told"
        value={props.draft.channel}
        choices={CHANNELS}
        onChange={(channel) => props.onChange({ channel })}
      />
      <Show when={props.draft.channel === "message" && !props.fixed}>
        <TextField
          label="Telephone number"
          type="tel"
          autocomplete="tel"
          value={props.draft.destination}
          onInput={(destination) => props.onChange({ destination })}
          hint={hint()}
          error={props.submission.problemOf("destination")}
        />
      </Show>
    </>
  );
}

function QuietHours(props: FormProps) {
  const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
  const clock = (field: "quietFrom" | "quietTo", label: string) => (
    <TextField
      label={label}
      type="time"
      value={props.draft[field]}
      onInput={(text) => props.onChange({ [field]: text })}
    />
  );
  return (
    <>
      <div class="controls">
        <Toggle
          label="Quiet hours"
          on={props.draft.isQuiet}
          onChange={(isQuiet) => props.onChange({ isQuiet })}
        />
      </div>
      <Show when={props.draft.isQuiet}>
        <div class="form-line">
          {clock("quietFrom", "From")}
          {clock("quietTo", "To")}
        </div>
        <div class="controls">
          <SelectBox
            label="By the clocks of"
            value={props.draft.timeZone}
            choices={zones.map((zone) => ({ value: zone, label: zone }))}
            onChange={(timeZone) => props.onChange({ timeZone })}
          />
          <SelectBox
            label="Then"
            value={props.draft.policy}
            choices={POLICIES}
            onChange={(policy) => props.onChange({ policy })}
          />
        </div>
      </Show>
    </>
  );
}
