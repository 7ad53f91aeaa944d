import type { Transaction } from "../../../server/coins/schema.ts";
import { createIntent, isAnswer } from "../../lib/intent.ts";
import { createSubmission } from "../../lib/submission.ts";
import { api, toFailure, withKey } from "../../trpc.ts";
import { FailureNote } from "../../ui/form.tsx";

/** Executes or cancels a transaction that is pending. */
export function PendingActs(props: { transaction: Transaction; onChange: () => void }) {
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
