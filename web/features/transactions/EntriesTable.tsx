import { For, Show } from "solid-js";
import type { Receipt } from "../../../server/transactions/schema.ts";
import { addAmounts, formatAmount, formatSigned } from "../../lib/amount.ts";

const ACCOUNTS: Record<string, string> = {
  available: "available",
  staked: "staked",
  cooling: "cooling down",
  forecast_stake: "forecast stake",
  system: "system",
  fees: "fees",
  burned: "burned",
};

/** Both sides of the books: what each account had before and after. */
export function EntriesTable(props: { receipt: Receipt }) {
  const sum = () => addAmounts(props.receipt.entries.map((entry) => entry.amount));
  const balance = (amount: string | null) => amount === null ? "not yours" : formatAmount(amount);
  return (
    <Show
      when={props.receipt.entries.length > 0}
      fallback={<p class="muted panel-note">No coin has moved, so there are no entries.</p>}
    >
      <div class="table-frame" tabindex="0" role="region" aria-label="Entries of this transaction">
        <table class="table">
          <caption class="visually-hidden">Entries of this transaction</caption>
          <thead>
            <tr>
              <th scope="col">Account</th>
              <th scope="col" class="numeric">TBC</th>
              <th scope="col" class="numeric">Before</th>
              <th scope="col" class="numeric">After</th>
            </tr>
          </thead>
          <tbody>
            <For each={props.receipt.entries}>
              {(entry) => (
                <tr>
                  <th scope="row">
                    {entry.owner}, {ACCOUNTS[entry.account] ?? entry.account}{" "}
                    <span class="muted">no. {entry.account_number}</span>
                  </th>
                  <td class="numeric">{formatSigned(entry.amount)}</td>
                  <td class="numeric">{balance(entry.balance_before)}</td>
                  <td class="numeric">{balance(entry.balance_after)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
      <p class="muted panel-note chart-note">They sum to {formatAmount(sum())}.</p>
    </Show>
  );
}
