import { Show } from "solid-js";
import type { Receipt } from "../../../server/transactions/schema.ts";
import { formatCoins } from "../../lib/amount.ts";
import { formatTime } from "../../lib/format.ts";
import { CopyText } from "../../ui/form.tsx";
import { noteOf, TYPE_WORDS } from "./transaction_words.ts";
import { TransactionStatus } from "./TransactionStatus.tsx";

/** What was moved, when, between whom, and how far it is. */
export function ReceiptFacts(props: { receipt: Receipt }) {
  const row = () => props.receipt.transaction;
  return (
    <dl class="facts panel-note">
      <dt>Transaction</dt>
      <dd>
        <CopyText text={row().transaction_id} what="the transaction id" />
      </dd>
      <dt>State</dt>
      <dd>
        <TransactionStatus transaction={row()} />
        <Show when={row().failure}>{(failure) => <>: {failure().message}</>}</Show>
      </dd>
      <dt>What</dt>
      <dd>{TYPE_WORDS[row().transaction_type]}</dd>
      <dt>From</dt>
      <dd>{row().from_user}</dd>
      <dt>To</dt>
      <dd>{row().to_user}</dd>
      <dt>Amount</dt>
      <dd>{formatCoins(row().amount)}</dd>
      <dt>Fee</dt>
      <dd>{formatCoins(row().fee)}, paid by the sender</dd>
      <dt>Made</dt>
      <dd>{formatTime(Date.parse(row().timestamp))}</dd>
      <Show when={row().finished_at}>
        {(time) => (
          <>
            <dt>Finished</dt>
            <dd>{formatTime(Date.parse(time()))}</dd>
          </>
        )}
      </Show>
      <Show when={noteOf(row())}>
        {(note) => (
          <>
            <dt>Note</dt>
            <dd class="break-word">{note()}</dd>
          </>
        )}
      </Show>
      <Links receipt={props.receipt} />
    </dl>
  );
}

function Links(props: { receipt: Receipt }) {
  const row = () => props.receipt.transaction;
  return (
    <>
      <Show when={row().reverses}>
        {(id) => (
          <>
            <dt>Takes back</dt>
            <dd>
              <a href={`/transactions/${id()}`}>{id()}</a>
            </dd>
          </>
        )}
      </Show>
      <Show when={row().reversed_by}>
        {(id) => (
          <>
            <dt>Taken back by</dt>
            <dd>
              <a href={`/transactions/${id()}`}>{id()}</a>
            </dd>
          </>
        )}
      </Show>
    </>
  );
}
