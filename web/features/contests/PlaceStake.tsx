import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js";
import type { ContestKind, OpenContests, StakePreview } from "../../../server/contests/schema.ts";
import { formatCoins } from "../../lib/amount.ts";
import { invalidate } from "../../lib/data.ts";
import { formatShare, formatTime } from "../../lib/format.ts";
import { createIntent, isAnswer } from "../../lib/intent.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api, toFailure, withKey } from "../../trpc.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { FailureNote, TextField } from "../../ui/form.tsx";
import { BesideModel } from "./BesideModel.tsx";
import { forecastWords, previewWords } from "./contest_words.ts";
import { createPreview } from "./contests_data.ts";
import { draftFrom, type OpenCoin, readDraft, type StakeDraft } from "./stake_draft.ts";

/** States a forecast, shows what could come of it, and stakes on it after a question. */
export function PlaceStake(props: {
  userId: string;
  contests: OpenContests;
  coin: OpenCoin;
  kind: ContestKind;
}) {
  const [draft, setDraft] = createSignal(draftFrom(props.coin));
  // Another coin begins with the model's words on it; a new answer on the same one keeps what was typed.
  createEffect(on(() => props.coin.symbol, () => setDraft(draftFrom(props.coin)), { defer: true }));
  const reading = createMemo(() => readDraft(props.coin.symbol, props.kind, draft()));
  const preview = createPreview(() => props.userId, () => reading().body);
  const shown = () => reading().body ? preview.data() ?? null : null;
  const change = (part: Partial<StakeDraft>) => setDraft({ ...draft(), ...part });
  const [asking, setAsking] = createSignal(false);
  const [said, setSaid] = createSignal("");
  const intent = createIntent();
  const submission = createSubmission(async () => {
    const body = reading().body;
    if (!body) return;
    const wish = { user_id: props.userId, target_time: props.contests.target_time, ...body };
    try {
      const { stake } = await api.contests.place.mutate(wish, withKey(intent.keyFor(wish)));
      intent.settle();
      if (stake) setSaid(`${formatCoins(stake.amount)} staked: ${forecastWords(stake.forecast)}.`);
      setDraft({ ...draft(), amount: "" });
      invalidate();
    } catch (error) {
      if (isAnswer(toFailure(error).code)) intent.settle();
      throw error;
    } finally {
      setAsking(false);
    }
  });
  return (
    <div class="stake-grid">
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (shown()?.would_succeed) setAsking(true);
        }}
      >
        <Fields
          draft={draft()}
          kind={props.kind}
          problems={draft().amount ? reading().problems : {}}
          contests={props.contests}
          onChange={change}
        />
        <WhatCouldCome preview={shown()} amount={reading().body?.amount ?? ""} />
        <FailureNote submission={submission} />
        <div class="form-buttons">
          <button
            type="submit"
            class="btn btn-sm btn-primary"
            disabled={!shown()?.would_succeed || preview.stale() || submission.busy()}
          >
            Stake on it
          </button>
          <span class="muted" role="status">{said()}</span>
        </div>
      </form>
      <BesideModel coin={props.coin} kind={props.kind} own={shown()?.forecast ?? null} />
      <Show when={shown()}>
        {(known) => (
          <ConfirmDialog
            open={asking()}
            title={`Stake ${formatCoins(reading().body?.amount ?? "")} on ${props.coin.symbol}?`}
            action="Stake"
            busy={submission.busy()}
            onConfirm={() => submission.submit()}
            onClose={() => setAsking(false)}
          >
            <p>
              {forecastWords(known().forecast)}, for {formatTime(Date.parse(known().target_time))}.
              {" "}
              {previewWords(
                known(),
                reading().body?.amount ?? "",
              )}
            </p>
            <p>A stake cannot be changed, added to or taken back. It is paid out a day later.</p>
          </ConfirmDialog>
        )}
      </Show>
    </div>
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
