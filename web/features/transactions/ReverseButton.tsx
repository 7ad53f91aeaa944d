import { createSignal } from "solid-js";
import type { Transaction } from "../../../server/coins/schema.ts";
import { createIntent, isAnswer } from "../../lib/intent.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api, toFailure, withKey } from "../../trpc.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { FailureNote, TextField } from "../../ui/form.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { describeTransaction } from "./transaction_words.ts";

/** Takes a completed transaction back by an opposite one; for administrators, with a reason. */
export function ReverseButton(props: { transaction: Transaction; onChange: () => void }) {
  const [asking, setAsking] = createSignal(false);
  const [reason, setReason] = createSignal("");
  const intent = createIntent();
  const reversing = createSubmission(async () => {
    const body = {
      transaction_id: props.transaction.transaction_id,
      reason: reason().trim(),
    };
    try {
      await api.transactions.reverse.mutate(body, withKey(intent.keyFor(body)));
      intent.settle();
      setAsking(false);
      props.onChange();
    } catch (error) {
      if (isAnswer(toFailure(error).code)) intent.settle();
      throw error;
    }
  });
  return (
    <>
      <button
        type="button"
        class="btn btn-sm btn-outline-secondary btn-danger-quiet"
        onClick={() => setAsking(true)}
      >
        <Icon name="rotate-ccw" /> Reverse…
      </button>
      <ConfirmDialog
        open={asking()}
        title="Reverse this transaction?"
        action="Reverse"
        grave
        busy={reversing.busy()}
        disabled={reason().trim() === ""}
        onConfirm={reversing.submit}
        onClose={() => {
          setAsking(false);
          reversing.clear();
        }}
      >
        <p>
          {describeTransaction(props.transaction)}. An opposite transaction takes it back; both stay
          in the ledger. It fails where the coins are no longer there.
        </p>
        <div class="form dialog-form">
          <TextField
            label="Why, for the record"
            value={reason()}
            onInput={setReason}
            error={reversing.problemOf("reason")}
          />
          <FailureNote submission={reversing} />
        </div>
      </ConfirmDialog>
    </>
  );
}
