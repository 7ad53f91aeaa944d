import { For, Show } from "solid-js";
import type { Transaction } from "../../../server/coins/schema.ts";
import { formatCoins } from "../../lib/amount.ts";
import { formatTime } from "../../lib/format.ts";
import { describeTransaction } from "../transactions/transaction_words.ts";
import { PendingActs } from "../transactions/PendingActs.tsx";

/** Transactions that wait for a word of their sender. */
export function Pending(props: {
  rows: readonly Transaction[];
  /** Whose page it is; undefined for an administrator, who may act on each. */
  userId: string | undefined;
  onChange: () => void;
}) {
  return (
    <Show when={props.rows.length > 0}>
      <section class="panel section">
        <div class="panel-head">
          <h2>Waiting</h2>
          <span class="muted panel-note">no coin has moved yet</span>
        </div>
        <ul class="item-list">
          <For each={props.rows}>
            {(row) => (
              <li>
                <div>
                  <a href={`/transactions/${row.transaction_id}`}>{describeTransaction(row)}</a>
                  <br />
                  <span class="muted">
                    fee {formatCoins(row.fee)}, made {formatTime(Date.parse(row.timestamp))}
                  </span>
                </div>
                <Show
                  when={props.userId === undefined || props.userId === row.from_user}
                  fallback={<span class="muted">waits for {row.from_user}</span>}
                >
                  <PendingActs transaction={row} onChange={props.onChange} />
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
