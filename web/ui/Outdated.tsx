import { type JSX, Show } from "solid-js";
import { formatAge } from "../lib/format.ts";
import { Icon } from "./Icon.tsx";

/** Candles and forecasts come every hour: they are a little over one hour old while all is well. */
export const STALE_AFTER_MS = 2 * 3_600_000;

/** Greys what is too old to act on, and says how old it is. */
export function Outdated(props: {
  /** The subject of the sentence: `The newest candle`. */
  thing: string;
  /** ISO time, or null where there is nothing yet. */
  madeAt: string | null;
  now: number;
  children: JSX.Element;
}) {
  const ageMs = () => props.madeAt === null ? 0 : props.now - Date.parse(props.madeAt);
  const old = () => ageMs() > STALE_AFTER_MS;
  return (
    <>
      <Show when={old()}>
        <p class="note note-warning" role="status">
          <Icon name="triangle-alert" size={20} />
          <span>
            {props.thing} is {formatAge(ageMs())} old; a new one is due every hour. See{" "}
            <a href="/setup">Data</a> for what holds it up.
          </span>
        </p>
      </Show>
      <div classList={{ outdated: old() }}>{props.children}</div>
    </>
  );
}
