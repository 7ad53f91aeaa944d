import { Show } from "solid-js";
import type { Transaction } from "../../../server/coins/schema.ts";
import { formatTime } from "../../lib/format.ts";
import { createIntent, isAnswer } from "../../lib/intent.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api, toFailure, withKey } from "../../trpc.ts";
import { FailureNote } from "../../ui/form.tsx";

/** What can be done with a transaction that is pending; a cool-down ends by itself. */
export function PendingActs(props: { transaction: Transaction; onChange: () => void }) {
  const ends = () => props.transaction.not_before;
  return (
    <Show
      when={props.transaction.transaction_type !== "release"}
      fallback={
        <span class="muted">
          {ends() ? `back on ${formatTime(Date.parse(ends() ?? ""))}` : "back soon"}
        </span>
      }
    >
      <ActButtons transaction={props.transaction} onChange={props.onChange} />
    </Show>
  );
}

/** Executes it or cancels it. */
function ActButtons(props: { transaction: Transaction; onChange: () => void }) {
  const act = (name: "execute" | "cancel") => {
    const intent = createIntent();
    return createSubmission(async () => {
      const body = { transaction_id: props.transaction.transaction_id };
      try {
        await api.transactions[name].mutate(body, withKey(intent.keyFor(body)));
        intent.settle();
      } catch (error) {
        if (isAnswer(toFailure(error).code)) intent.settle();
        throw error;
      } finally {
        props.onChange();
      }
    });
  };
  const executing = act("execute");
  const cancelling = act("cancel");
  const busy = () => executing.busy() || cancelling.busy();
  return (
    <div>
      <span class="row-buttons">
        <button
          type="button"
          class="btn btn-sm btn-primary"
          disabled={busy()}
          onClick={executing.submit}
        >
          Execute
        </button>
        <button
          type="button"
          class="btn btn-sm btn-outline-secondary"
          disabled={busy()}
          onClick={cancelling.submit}
        >
          Cancel
        </button>
      </span>
      <FailureNote submission={executing} />
      <FailureNote submission={cancelling} />
    </div>
  );
}
