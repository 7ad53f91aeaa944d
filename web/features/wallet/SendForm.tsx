import { createMemo, createSignal, Show } from "solid-js";
import { formatCoins, printUnits, readAmount } from "../../lib/amount.ts";
import { createData } from "../../lib/data.ts";
import { createDebounced } from "../../lib/debounce.ts";
import { createIntent, isAnswer } from "../../lib/intent.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api, toFailure, withKey } from "../../trpc.ts";
import { SubmitRow, TextField } from "../../ui/form.tsx";
import { needsAssent } from "./risk_words.ts";
import { recipientProblem, sameTransfer } from "./transfer_checks.ts";
import { TransferPreview } from "./TransferPreview.tsx";
import { previewTransfer, type Transfer } from "./wallet_data.ts";

const ASK_AFTER_MS = 400;

/** What is typed, and what the server says of it. */
function createDraft(fromUser: () => string) {
  const [toUser, setToUser] = createSignal("");
  const [amount, setAmount] = createSignal("");
  const [note, setNote] = createSignal("");
  const transfer = createMemo(
    (): Transfer | undefined => {
      const { units } = readAmount(amount());
      if (units === undefined || recipientProblem(toUser(), fromUser()) !== undefined) return;
      return { from_user: fromUser(), to_user: toUser().trim(), amount: printUnits(units) };
    },
    undefined,
    { equals: sameTransfer },
  );
  const settled = createDebounced(transfer, ASK_AFTER_MS);
  const preview = createData("preview", settled, previewTransfer, { maxAgeMs: 0 });
  /** Only what is said of exactly this transfer counts. */
  const known = () => {
    const answer = preview.data();
    return answer && sameTransfer(answer.asked, transfer()) ? answer : undefined;
  };
  const failure = () =>
    transfer() && !preview.stale() && preview.error() ? toFailure(preview.error()) : undefined;
  /** The one problem that belongs to a field. */
  const unknownRecipient = () =>
    known()?.run.problems.find((problem) => problem.code === "USER_NOT_FOUND")?.message ??
      (failure()?.code === "USER_NOT_FOUND" ? failure()?.message : undefined);
  const clear = () => {
    setToUser("");
    setAmount("");
    setNote("");
  };
  return {
    ...{ toUser, setToUser, amount, setAmount, note, setNote },
    ...{ transfer, preview, known, failure, unknownRecipient, clear },
  };
}

/** Sends coins: fee, total, rest and risk stand there before the button can be pressed. */
export function SendForm(props: { userId: string; onSent: (transactionId: string) => void }) {
  const draft = createDraft(() => props.userId);
  // Reasons that were agreed to are those of one transfer, not of the next one typed.
  const [agreed, setAgreed] = createSignal<Transfer>();
  const assent = () => agreed() !== undefined && sameTransfer(agreed(), draft.transfer());
  const intent = createIntent();
  const sending = createSubmission(async () => {
    const transfer = draft.transfer();
    if (!transfer) return;
    const note = draft.note().trim();
    const body = { ...transfer, metadata: note === "" ? {} : { note } };
    try {
      const sent = await api.transactions.quickSend.mutate(body, withKey(intent.keyFor(body)));
      intent.settle();
      draft.clear();
      setAgreed(undefined);
      if ("transaction" in sent) props.onSent(sent.transaction.transaction_id);
    } catch (error) {
      if (isAnswer(toFailure(error).code)) intent.settle();
      throw error;
    }
  });
  const ready = () => {
    const known = draft.known();
    if (!known || draft.preview.stale() || !known.run.would_succeed) return false;
    return !needsAssent(known.risk) || assent();
  };
  return (
    <form
      class="form send-form"
      onSubmit={(event) => ready() ? sending.submit(event) : event.preventDefault()}
    >
      <div class="send-fields">
        <Fields draft={draft} userId={props.userId} />
      </div>
      <div class="send-outlook">
        <Outlook
          draft={draft}
          assent={assent()}
          onAssent={(given) => setAgreed(given ? draft.transfer() : undefined)}
        />
        <SubmitRow
          action={draft.transfer() ? `Send ${formatCoins(draft.transfer()?.amount ?? "")}` : "Send"}
          busyWord="Sending…"
          disabled={!ready()}
          submission={sending}
        />
      </div>
    </form>
  );
}

function Fields(props: { draft: ReturnType<typeof createDraft>; userId: string }) {
  const draft = props.draft;
  const [left, setLeft] = createSignal({ toUser: false, amount: false });
  // Nothing is wrong with a field that was not written in yet.
  const amount = () =>
    left().amount && draft.amount() !== "" ? readAmount(draft.amount()).problem : undefined;
  const recipient = () => {
    const typed = draft.toUser();
    return (left().toUser && typed !== "" ? recipientProblem(typed, props.userId) : undefined) ??
      draft.unknownRecipient();
  };
  return (
    <>
      <TextField
        label="To"
        value={draft.toUser()}
        onInput={draft.setToUser}
        onBlur={() => setLeft({ ...left(), toUser: true })}
        error={recipient()}
        hint="The user id of who gets the coins."
      />
      <TextField
        label="Amount"
        unit="TBC"
        inputMode="decimal"
        value={draft.amount()}
        onInput={draft.setAmount}
        onBlur={() => setLeft({ ...left(), amount: true })}
        error={amount()}
      />
      <TextField
        label="Note (optional)"
        value={draft.note()}
        onInput={draft.setNote}
        hint="Both of you can read it. It stays in the ledger."
      />
    </>
  );
}

function Outlook(props: {
  draft: ReturnType<typeof createDraft>;
  assent: boolean;
  onAssent: (given: boolean) => void;
}) {
  const failure = () => {
    const known = props.draft.failure();
    return known?.code === "USER_NOT_FOUND" ? undefined : known;
  };
  return (
    <>
      <Show when={props.draft.known()}>
        {(known) => (
          <>
            <TransferPreview preview={known()} dimmed={props.draft.preview.stale()} />
            <Show when={known().run.would_succeed && needsAssent(known().risk)}>
              <label class="check-line">
                <input
                  type="checkbox"
                  class="form-check-input"
                  checked={props.assent}
                  onChange={(event) => props.onAssent(event.currentTarget.checked)}
                />
                <span>I have read the reasons and want to send it all the same.</span>
              </label>
            </Show>
          </>
        )}
      </Show>
      <Show when={failure()}>{(known) => <p class="form-error">{known().message}</p>}</Show>
      <Show when={!props.draft.transfer()}>
        <p class="preview muted form-note">
          The fee, the total, what remains and the risk stand here before you send.
        </p>
      </Show>
      <Show when={props.draft.transfer() && !props.draft.known() && !props.draft.failure()}>
        <p class="muted form-note" role="status">Working out the fee and the risk…</p>
      </Show>
    </>
  );
}
