import { createMemo, createSignal, Show } from "solid-js";
import type { RehearsalView } from "../../../server/alerts/schema.ts";
import { createDebounced } from "../../lib/debounce.ts";
import { Segmented, SelectBox } from "../../ui/controls.tsx";
import { TextField } from "../../ui/form.tsx";
import { Loadable } from "../../ui/Loadable.tsx";
import { createRehearsal, type RehearsalQuestion } from "./alerts_data.ts";
import { RehearsalResult } from "./RehearsalResult.tsx";
import { readCoins, type RuleDraft } from "./rule_draft.ts";
import { SpanChoice } from "./RuleForm.tsx";

const KINDS = [
  { value: "move", label: "A coin moves" },
  { value: "market", label: "The whole market moves" },
] as const;
const DAYS = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
  { value: "730", label: "two years" },
] as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Each question replays months of candles. */
const PAUSE_MS = 500;

interface Terms {
  readonly kind: "move" | "market";
  readonly threshold: number;
  readonly spans: RuleDraft["spans"];
  readonly coins: string;
  readonly days: typeof DAYS[number]["value"];
  readonly price: string;
  readonly mostPerMonth: string;
  /** True while the threshold is the server's to find. */
  readonly proposing: boolean;
}

const AT_FIRST: Terms = {
  ...{ kind: "move", threshold: 10, spans: [1, 4, 24], coins: "", days: "90" },
  ...{ price: "0.05", mostPerMonth: "3", proposing: false },
};

function questionOf(terms: Terms, toMs: number): RehearsalQuestion | undefined {
  const price = Number(terms.price.replace(",", "."));
  const most = Number(terms.mostPerMonth);
  if (!(price >= 0) || (terms.proposing && !(Number.isInteger(most) && most > 0))) return undefined;
  return {
    ...{ kind: terms.kind, spans: terms.spans, unit: "percent" },
    coins: terms.kind === "move" ? readCoins(terms.coins) : null,
    ...(terms.proposing ? { most_per_month: most } : { threshold: terms.threshold }),
    from: new Date(toMs - Number(terms.days) * DAY_MS).toISOString(),
    price_per_message: price,
  };
}

/** What a rule would have sent over the past, before it is made. */
export function Rehearsal(props: {
  readonly nowMs: number;
  readonly onUse: (part: Partial<RuleDraft>) => void;
}) {
  const [terms, setTerms] = createSignal<Terms>(AT_FIRST);
  const change = (part: Partial<Terms>) => setTerms({ ...terms(), ...part });
  // By the hour, so that the same question is the same for a while.
  const hourMs = createMemo(() => Math.floor(props.nowMs / HOUR_MS) * HOUR_MS);
  const asked = createDebounced(() => questionOf(terms(), hourMs()), PAUSE_MS);
  const found = createRehearsal(asked);
  const takeOver = (view: RehearsalView) =>
    props.onUse({
      ...{ kind: terms().kind, threshold: String(view.threshold), unit: view.unit },
      ...{ spans: terms().spans, coins: terms().coins },
    });
  return (
    <>
      <section class="panel panel-above" aria-label="What is rehearsed">
        <div class="form rehearsal-form">
          <Segmented
            label="When"
            value={terms().kind}
            choices={KINDS}
            onChange={(kind) => change({ kind })}
          />
          <ThresholdSlider
            threshold={found.data()?.proposed && terms().proposing
              ? found.data()!.threshold
              : terms().threshold}
            onChange={(threshold) => change({ threshold, proposing: false })}
          />
          <SpanChoice spans={terms().spans} onChange={(spans) => change({ spans })} />
          <Show when={terms().kind === "move"}>
            <TextField
              label="Coins"
              value={terms().coins}
              onInput={(coins) => change({ coins })}
              hint="Symbols such as BTC, ETH. Empty: every coin that is followed."
            />
          </Show>
          <Costs terms={terms()} onChange={change} />
        </div>
      </section>
      <Loadable thing="The rehearsal" source={found} height={280}>
        {(view) => <RehearsalResult found={view()} onUse={() => takeOver(view())} />}
      </Loadable>
    </>
  );
}

function ThresholdSlider(props: { threshold: number; onChange: (threshold: number) => void }) {
  return (
    <div class="form-row">
      <label for="rehearsed-threshold">
        Threshold: <output for="rehearsed-threshold">{props.threshold} %</output>
      </label>
      <input
        id="rehearsed-threshold"
        type="range"
        class="form-range"
        min="1"
        max="40"
        step="0.5"
        value={props.threshold}
        aria-valuetext={`${props.threshold} percent`}
        onInput={(event) => props.onChange(Number(event.currentTarget.value))}
      />
    </div>
  );
}

function Costs(props: { terms: Terms; onChange: (part: Partial<Terms>) => void }) {
  return (
    <>
      <div class="controls">
        <SelectBox
          label="Over the last"
          value={props.terms.days}
          choices={DAYS}
          onChange={(days) => props.onChange({ days })}
        />
      </div>
      <div class="form-line">
        <TextField
          label="Price of a message"
          value={props.terms.price}
          inputMode="decimal"
          unit="USD"
          onInput={(price) => props.onChange({ price })}
        />
        <TextField
          label="At most so many a month"
          value={props.terms.mostPerMonth}
          inputMode="numeric"
          onInput={(mostPerMonth) => props.onChange({ mostPerMonth, proposing: false })}
        />
        <div class="form-buttons">
          <button
            type="button"
            class="btn btn-sm btn-outline-secondary"
            onClick={() => props.onChange({ proposing: true })}
          >
            Propose a threshold
          </button>
        </div>
      </div>
    </>
  );
}
