import { createSignal, For, Show } from "solid-js";
import type { ContestKind, OpenContests, StakePreview } from "../../../server/contests/schema.ts";
import { formatCoins } from "../../lib/amount.ts";
import { formatShare, formatTime } from "../../lib/format.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { FailureNote, TextField } from "../../ui/form.tsx";
import { BesideModel } from "./BesideModel.tsx";
import { forecastWords, previewWords } from "./contest_words.ts";
import { type OpenCoin, sayDraft, type StakeDraft } from "./stake_draft.ts";
import { createStakeForm, type StakeForm } from "./stake_form.ts";

/** States a forecast, shows what could come of it, and stakes on it after a question. */
export function PlaceStake(props: {
  userId: string;
  contests: OpenContests;
  coin: OpenCoin;
  kind: ContestKind;
}) {
  const [asking, setAsking] = createSignal(false);
  const subject = () => ({
    ...{ userId: props.userId, coin: props.coin, kind: props.kind },
    targetTime: props.contests.target_time,
  });
  const form = createStakeForm(subject, () => setAsking(false));
  const ask = (event: SubmitEvent) => {
    event.preventDefault();
    if (form.ready()) setAsking(true);
  };
  return (
    <div class="stake-grid">
      <form class="form" onSubmit={ask}>
        <Fields
          draft={form.draft()}
          kind={props.kind}
          problems={form.draft().amount ? form.reading().problems : {}}
          contests={props.contests}
          onChange={form.change}
        />
        <WhatCouldCome preview={form.preview()} amount={form.reading().body?.amount ?? ""} />
        <FailureNote submission={form.submission} />
        <div class="form-buttons">
          <button
            type="submit"
            class="btn btn-sm btn-primary"
            disabled={!form.ready() || form.submission.busy()}
          >
            Stake on it
          </button>
          <span class="muted" role="status">{form.said()}</span>
        </div>
      </form>
      <BesideModel coin={props.coin} kind={props.kind} own={sayDraft(props.kind, form.draft())} />
      <Confirm
        form={form}
        symbol={props.coin.symbol}
        open={asking()}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}

/** Repeats what is said and what it may cost, before it is said for good. */
function Confirm(props: { form: StakeForm; symbol: string; open: boolean; onClose: () => void }) {
  const amount = () => props.form.reading().body?.amount ?? "";
  return (
    <ConfirmDialog
      open={props.open}
      title={`Stake ${formatCoins(amount())} on ${props.symbol}?`}
      action="Stake"
      busy={props.form.submission.busy()}
      disabled={!props.form.ready()}
      onConfirm={() => props.form.submission.submit()}
      onClose={() => props.onClose()}
    >
      <Show when={props.form.preview()}>
        {(known) => (
          <p>
            {forecastWords(known().forecast)}, for {formatTime(Date.parse(known().target_time))}.
            {" "}
            {previewWords(known(), amount())}
          </p>
        )}
      </Show>
      <p>A stake cannot be changed, added to or taken back. It is paid out a day later.</p>
    </ConfirmDialog>
  );
}

function Fields(props: {
  draft: StakeDraft;
  kind: ContestKind;
  problems: Readonly<Partial<Record<keyof StakeDraft, string>>>;
  contests: OpenContests;
  onChange: (part: Partial<StakeDraft>) => void;
}) {
  const price = (field: "median" | "low" | "high", label: string) => (
    <TextField
      label={label}
      value={props.draft[field]}
      inputMode="decimal"
      unit="USD"
      error={props.problems[field]}
      onInput={(text) => props.onChange({ [field]: text })}
    />
  );
  return (
    <>
      <Show
        when={props.kind === "direction"}
        fallback={
          <>
            {price("median", "Median: as likely above as below")}
            {price("low", "Lower end of your 90 % range")}
            {price("high", "Upper end of your 90 % range")}
          </>
        }
      >
        <div class="form-row">
          <label for="percent-up">
            Probability that the price is higher:{" "}
            <output for="percent-up">{formatShare(props.draft.percentUp / 100)}</output>
          </label>
          <input
            id="percent-up"
            type="range"
            class="form-range"
            min="0"
            max="100"
            step="1"
            value={props.draft.percentUp}
            onInput={(event) => props.onChange({ percentUp: event.currentTarget.valueAsNumber })}
          />
          <p class="form-hint muted">
            Higher than at {formatTime(Date.parse(props.contests.closes_at))}, a day before.
          </p>
        </div>
      </Show>
      <TextField
        label="Stake"
        value={props.draft.amount}
        inputMode="decimal"
        unit="TBC"
        hint={`${formatCoins(props.contests.minimum_amount)} or more.`}
        error={props.problems.amount}
        onInput={(text) => props.onChange({ amount: text })}
      />
    </>
  );
}

/** Best and worst case, or what stands in the way. */
function WhatCouldCome(props: { preview: StakePreview | null; amount: string }) {
  return (
    <div class="stake-outlook" role="status" aria-live="polite">
      <Show
        when={props.preview}
        fallback={<p class="muted">Enter a stake to see what could be won or lost.</p>}
      >
        {(known) => (
          <>
            <p>{previewWords(known(), props.amount)}</p>
            <Show when={known().balance_after}>
              {(left) => <p class="muted">{formatCoins(left())} remain available.</p>}
            </Show>
            <For each={known().problems}>{(one) => <p class="form-error">{one.message}</p>}</For>
          </>
        )}
      </Show>
    </div>
  );
}
