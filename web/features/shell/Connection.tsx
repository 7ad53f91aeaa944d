import { Show } from "solid-js";
import { formatAge, formatTime } from "../../lib/format.ts";
import { STALE_AFTER_MS } from "../../ui/Outdated.tsx";
import { ageWords } from "../live/held_prices.ts";
import { useApp } from "./app_state.ts";

/** Whether the server is heard, whether prices are live, and how old the newest candle is. */
export function Connection() {
  const app = useApp();
  const asOf = () => {
    const text = app.overview.data()?.as_of;
    return text ? Date.parse(text) : undefined;
  };
  const ageMs = () => Math.max(0, app.now() - (asOf() ?? app.now()));
  const prices = () => app.live.state();
  const old = () => ageMs() > STALE_AFTER_MS;
  const state = () =>
    !app.setup.heard() ? "broken" : old() || prices() === "stale" ? "stale" : "open";
  const data = () => asOf() === undefined ? "No data yet" : `Data ${formatAge(ageMs())} old`;
  const title = () => {
    const time = asOf();
    const candle = time === undefined ? [] : [`Newest closed candle: ${formatTime(time)}.`];
    const why = prices() === "stale" ? [app.live.reason() ?? "No new prices are heard."] : [];
    return [...why, ...candle].join(" ");
  };
  // Ages change by the second and are not read aloud; that prices became stale is.
  const spoken = () =>
    !app.setup.heard()
      ? "No connection"
      : prices() === "live"
      ? "Prices are live"
      : prices() === "stale"
      ? "Prices are stale"
      : data();
  return (
    <span class={`connection connection-${state()}`} title={title()}>
      <span class="visually-hidden" role="status">{spoken()}</span>
      <span class="connection-dot" aria-hidden="true" />
      <span class="connection-text" aria-hidden="true">
        <Show when={app.setup.heard()} fallback="No connection">
          <Show when={prices() !== "none"} fallback={data()}>
            {prices() === "live" ? "Live" : `Stale ${ageWords(app.live.ageMs())}`}
            <span class="muted roomy-only">{` · ${data().toLowerCase()}`}</span>
          </Show>
        </Show>
      </span>
    </span>
  );
}
