import { formatAge, formatTime } from "../../lib/format.ts";
import { STALE_AFTER_MS } from "../../ui/Outdated.tsx";
import { useApp } from "./app_state.ts";

/** Whether the server is heard, and how old the newest candle is. */
export function Connection() {
  const app = useApp();
  const asOf = () => {
    const text = app.overview.data()?.as_of;
    return text ? Date.parse(text) : undefined;
  };
  const ageMs = () => app.now() - (asOf() ?? app.now());
  const state = () => !app.setup.heard() ? "broken" : ageMs() > STALE_AFTER_MS ? "stale" : "open";
  const words = () => {
    if (!app.setup.heard()) return "No connection";
    if (asOf() === undefined) return "No data yet";
    return `Data ${formatAge(Math.max(0, ageMs()))} old`;
  };
  const title = () => {
    const time = asOf();
    return time === undefined ? "" : `Newest closed candle: ${formatTime(time)}`;
  };
  return (
    <span class={`connection connection-${state()}`} title={title()} role="status">
      <span class="connection-dot" aria-hidden="true" />
      <span class="connection-text">{words()}</span>
    </span>
  );
}
