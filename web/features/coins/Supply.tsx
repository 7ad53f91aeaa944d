import { For, Show } from "solid-js";
import type { CoinSummary } from "../../../server/coins/schema.ts";
import type { TransactionStats } from "../../../server/transactions/schema.ts";
import { formatAmount, formatCoins, toUnits } from "../../lib/amount.ts";
import { formatCount } from "../../lib/format.ts";
import { CopyText } from "../../ui/form.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { feeWords, reconciliationWords, supplyParts } from "./supply_words.ts";

/** Where the coins are, each place with its share of the supply. */
export function Supply(props: { summary: CoinSummary }) {
  return (
    <section class="panel panel-above">
      <div class="panel-head">
        <h2>Where the coins are</h2>
        <span class="muted panel-note">of {formatCoins(props.summary.initial_supply)}</span>
      </div>
      <table class="supply">
        <caption class="visually-hidden">Coins by place</caption>
        <tbody>
          <For each={supplyParts(props.summary)}>
            {(part) => (
              <tr>
                <th scope="row">{part.label}</th>
                <td class="supply-bar">
                  <Show when={toUnits(part.amount) !== 0n}>
                    <div aria-hidden="true" style={{ width: `${part.share * 100}%` }} />
                  </Show>
                </td>
                <td class="numeric">{formatAmount(part.amount)}</td>
                <td class="muted supply-note">{part.note}</td>
              </tr>
            )}
          </For>
          <tr class="supply-sum">
            <th scope="row">together</th>
            <td />
            <td class="numeric">{formatAmount(props.summary.total)}</td>
            <td class="supply-note">
              <Icon name={props.summary.holds ? "circle-check" : "triangle-alert"} />{" "}
              {props.summary.holds ? "as much as was issued" : "not what was issued"}
            </td>
          </tr>
        </tbody>
      </table>
      <p class="muted panel-note chart-note">{feeWords(props.summary)}</p>
    </section>
  );
}

/** What the checks say, and how much was moved. */
export function Checks(props: { summary: CoinSummary; stats: TransactionStats | undefined }) {
  const check = () => props.summary.reconciliation;
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>Checks and statistics</h2>
      </div>
      <p class="panel-note">
        <Icon name={check()?.ok === false ? "triangle-alert" : "shield-check"} />{" "}
        {reconciliationWords(props.summary)}
      </p>
      <p class="panel-note">
        <Show
          when={props.summary.chain_head}
          fallback={<span class="muted">Nothing is chained yet; that is done every minute.</span>}
        >
          {(head) => (
            <>
              Head of the hash chain, link {formatCount(head().position)}:{" "}
              <CopyText text={head().hash} what="the hash of the head" />
            </>
          )}
        </Show>
      </p>
      <Show when={props.stats}>{(stats) => <Statistics stats={stats()} />}</Show>
    </section>
  );
}

function Statistics(props: { stats: TransactionStats }) {
  return (
    <dl class="facts panel-note facts-tight">
      <dt>Transactions</dt>
      <dd>{formatCount(props.stats.total_transactions)}</dd>
      <dt>Completed</dt>
      <dd>{formatCount(props.stats.completed)}</dd>
      <dt>Waiting</dt>
      <dd>{formatCount(props.stats.pending)}</dd>
      <dt>Failed</dt>
      <dd>{formatCount(props.stats.failed)}</dd>
      <dt>Cancelled</dt>
      <dd>{formatCount(props.stats.cancelled)}</dd>
      <dt>Moved</dt>
      <dd>{formatCoins(props.stats.total_volume)}</dd>
      <dt>Fees</dt>
      <dd>{formatCoins(props.stats.total_fees)}</dd>
    </dl>
  );
}
