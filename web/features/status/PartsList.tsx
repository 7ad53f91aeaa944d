import { For } from "solid-js";
import type { PartOutput } from "../../../server/status/schema.ts";
import { Icon } from "../../ui/Icon.tsx";
import { PART_NAMES, sinceWords, STATE_ICONS, STATE_WORDS } from "./status_words.ts";

/** The parts of the service with their state, a sentence and since when. */
export function PartsList(props: { parts: readonly PartOutput[]; nowMs: number }) {
  return (
    <ul class="parts" aria-label="Parts of the service">
      <For each={props.parts}>
        {(part) => (
          <li class={`part part-${part.state}`}>
            <span class="part-name">{PART_NAMES[part.part]}</span>
            <span class="part-state">
              <Icon name={STATE_ICONS[part.state]} /> {STATE_WORDS[part.state]}
            </span>
            <span class="part-says">
              {part.says} <span class="muted">{sinceText(part, props.nowMs)}</span>
            </span>
          </li>
        )}
      </For>
    </ul>
  );
}

function sinceText(part: PartOutput, nowMs: number): string {
  const words = sinceWords(part, nowMs).trim();
  return words === "" ? "" : `${words[0]!.toUpperCase()}${words.slice(1)}.`;
}
