import { For, Show } from "solid-js";
import type { Explanation } from "../../../server/predictions/schema.ts";
import { direction, formatPercent, formatShare } from "../../lib/format.ts";
import { placeBar } from "./effect_bar.ts";

const BAR_WIDTH = 160;
const BAR_HEIGHT = 14;
/** Percent that fills a bar at least: effects that round to nothing are drawn as next to nothing. */
const LEAST_REACH = 0.05;

/** What moved a forecast: in words, then each group of inputs with its effects as small bars. */
export function WhatMoved(props: { explanation: Explanation | null }) {
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>What moved this forecast</h2>
        <Show when={props.explanation}>
          {(known) => <span class="muted panel-note">{completenessWords(known())}</span>}
        </Show>
      </div>
      <Show
        when={props.explanation}
        fallback={
          <p class="muted panel-note chart-note">
            This forecast was published without an explanation.
          </p>
        }
      >
        {(known) => (
          <>
            <p class="panel-note chart-note">{known().text}</p>
            <Show when={known().groups.length > 0}>
              <Effects explanation={known()} />
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}

/** The short name; the long one tells on hover what is in it. */
function capitalised(group: string): string {
  return group.charAt(0).toUpperCase() + group.slice(1);
}

/** The naive forecast expects no change: there is nothing to add up to. */
function completenessWords(explanation: Explanation): string {
  const { median, width } = explanation.completeness;
  const changes = direction(explanation.forecast.median_percent) !== 0;
  return `The effects add up to ${changes ? `${formatShare(median)} of the change and ` : ""}` +
    `${formatShare(width)} of the width`;
}

function Effects(props: { explanation: Explanation }) {
  const groups = () => props.explanation.groups;
  const reach = (read: (group: Explanation["groups"][number]) => number) =>
    Math.max(LEAST_REACH, ...groups().map((group) => Math.abs(read(group))));
  const medianReach = () => reach((group) => group.effect_on_median_percent);
  const widthReach = () => reach((group) => group.effect_on_width_percent);
  return (
    <table class="effects">
      <caption class="visually-hidden">Effects of the groups of inputs on the forecast</caption>
      <thead>
        <tr>
          <th scope="col">Inputs</th>
          <th scope="col" colspan="2">On the median</th>
          <th scope="col" colspan="2">On the 90&nbsp;% range</th>
        </tr>
      </thead>
      <tbody>
        <For each={groups()}>
          {(group) => (
            <tr>
              <th scope="row" title={group.name}>{capitalised(group.group)}</th>
              <Effect value={group.effect_on_median_percent} reach={medianReach()} signed />
              <Effect value={group.effect_on_width_percent} reach={widthReach()} />
            </tr>
          )}
        </For>
      </tbody>
    </table>
  );
}

function Effect(props: { value: number; reach: number; signed?: boolean }) {
  const place = () => placeBar(props.value, props.reach, BAR_WIDTH);
  // Width is neither good nor bad: it has the neutral colour.
  const tone = () => !props.signed ? "neutral-bar" : props.value < 0 ? "down-bar" : "up-bar";
  const words = () => {
    const way = direction(props.value);
    if (props.signed || way === 0) return formatPercent(props.value);
    return `${formatPercent(Math.abs(props.value)).replace("+", "")} ${
      way > 0 ? "wider" : "narrower"
    }`;
  };
  return (
    <>
      <td class="bar-cell">
        <svg
          class="effect-bar"
          viewBox={`0 0 ${BAR_WIDTH} ${BAR_HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <line class="zero" x1={BAR_WIDTH / 2} x2={BAR_WIDTH / 2} y1="0" y2={BAR_HEIGHT} />
          <rect class={tone()} x={place().x} y="2" width={place().width} height={BAR_HEIGHT - 4} />
        </svg>
      </td>
      <td class="numeric">{words()}</td>
    </>
  );
}
