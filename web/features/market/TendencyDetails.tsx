import { For, Show } from "solid-js";
import type { MarketTendency, TendencyDetails as Details } from "../../../server/markets/schema.ts";
import { formatShare } from "../../lib/format.ts";
import { Change } from "../../ui/Change.tsx";
import { Expander } from "../../ui/Expander.tsx";
import {
  durationWords,
  historyWords,
  nextDayWords,
  ruleWords,
  tendencyTitle,
} from "./tendency_words.ts";

const COINS_SHOWN = 12;

/** Why the market has its label, what would change it, and what such labels were worth. */
export function TendencyDetails(props: { tendency: MarketTendency }) {
  return (
    <Expander title={tendencyTitle(props.tendency)}>
      <p>{props.tendency.explanation}</p>
      <Show
        when={props.tendency.details}
        fallback={<p class="muted">The details follow with the next hour.</p>}
      >
        {(details) => <Facts details={details()} tendency={props.tendency} />}
      </Show>
    </Expander>
  );
}

function Facts(props: { details: Details; tendency: MarketTendency }) {
  return (
    <dl class="facts">
      <dt>Decided by</dt>
      <dd>
        <DecidingCoins coins={props.details.deciding_coins} />
      </dd>
      <dt>Rules</dt>
      <dd>
        <ol class="plain-list">
          <For each={props.details.thresholds}>{(rule) => <li>{ruleWords(rule)}</li>}</For>
        </ol>
      </dd>
      <dt>Would flip</dt>
      <dd>
        <Show
          when={props.details.flips.length > 0}
          fallback="No change of one figure alone would give another label."
        >
          <ul class="plain-list">
            <For each={props.details.flips}>{(flip) => <li>{flip.text}</li>}</For>
          </ul>
        </Show>
      </dd>
      <dt>Lasts</dt>
      <dd>{durationWords(props.details)}</dd>
      <dt>Next day</dt>
      <dd>{nextDayWords(props.details)}</dd>
      <Show when={props.tendency.confidence_explanation}>
        <dt>Confidence</dt>
        <dd>{props.tendency.confidence_explanation}</dd>
      </Show>
      <dt>History</dt>
      <dd>{historyWords(props.details)}</dd>
    </dl>
  );
}

function DecidingCoins(props: { coins: Details["deciding_coins"] }) {
  const more = () => props.coins.length - COINS_SHOWN;
  return (
    <Show when={props.coins.length > 0} fallback="No single coin: all of them together.">
      <For each={props.coins.slice(0, COINS_SHOWN)}>
        {(coin, index) => (
          <>
            {index() > 0 ? ", " : ""}
            <a href={`/coin/${coin.symbol}`}>{coin.symbol}</a>{" "}
            <Change percent={coin.change_24h_percent} decimals={1} />
            <Show when={coin.share !== null}>
              <span class="muted">{` (${formatShare(coin.share)} of the swings)`}</span>
            </Show>
          </>
        )}
      </For>
      <Show when={more() > 0}>{` and ${more()} more`}</Show>
    </Show>
  );
}
