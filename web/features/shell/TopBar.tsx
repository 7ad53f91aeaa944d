import { Show } from "solid-js";
import { formatMoney, formatShare } from "../../lib/format.ts";
import { Change } from "../../ui/Change.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { useApp } from "./app_state.ts";
import { CoinSearch } from "./CoinSearch.tsx";
import { Connection } from "./Connection.tsx";
import { RunningIndicator } from "./RunningIndicator.tsx";
import { ThemeMenu } from "./ThemeMenu.tsx";

/** Search, the state of the market in three words, the state of the data, and the theme. */
export function TopBar(props: { onMenu: () => void }) {
  return (
    <header class="topbar">
      <button
        type="button"
        class="btn btn-quiet menu-button"
        aria-label="Open the menu"
        onClick={() => props.onMenu()}
      >
        <Icon name="menu" size={20} />
      </button>
      <CoinSearch />
      <MarketCap />
      <Tendency />
      <span class="topbar-gap" />
      <RunningIndicator />
      <Connection />
      <ThemeMenu />
    </header>
  );
}

function MarketCap() {
  const app = useApp();
  const totals = () => app.overview.data()?.totals;
  return (
    <Show when={totals()?.market_cap}>
      {(worth) => (
        <span class="topbar-fact wide-only" title="Market cap of all tracked coins, and its change">
          <span class="muted">Cap</span> <strong>{formatMoney(worth())}</strong>{" "}
          <Change percent={totals()?.market_cap_change_24h_percent} />{" "}
          <span class="muted">24 h</span>
        </span>
      )}
    </Show>
  );
}

function Tendency() {
  const app = useApp();
  return (
    <Show when={app.tendency.data()}>
      {(tendency) => (
        <span class="topbar-fact wide-only" title={tendency().explanation}>
          <span class="muted">Market</span> <strong>{tendency().tendency}</strong>{" "}
          <span class="muted">{formatShare(tendency().confidence)} sure</span>
        </span>
      )}
    </Show>
  );
}
