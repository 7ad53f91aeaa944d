import { Show } from "solid-js";
import { formatMoney, formatShare } from "../../lib/format.ts";
import { Change } from "../../ui/Change.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ChatButton } from "../chat/ChatPanel.tsx";
import { averageChange, liveWorth } from "../market/market_words.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import { useApp } from "./app_state.ts";
import { CoinSearch } from "./CoinSearch.tsx";
import { Connection } from "./Connection.tsx";
import { RunningIndicator } from "./RunningIndicator.tsx";
import { ThemeMenu } from "./ThemeMenu.tsx";

/** Search, the state of the market in three words, the state of the data, the theme, and who is signed in. */
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
      <ChatButton />
      <ThemeMenu />
      <AccountMenu />
    </header>
  );
}

/** What all coins are worth; how the average coin moved where no supply is published. */
function MarketCap() {
  const app = useApp();
  const totals = () => app.overview.data()?.totals;
  const worth = () => {
    const overview = app.overview.data();
    if (!overview) return null;
    const candlesMs = Date.parse(overview.as_of ?? "") || undefined;
    return liveWorth(overview, (symbol) => app.live.price(symbol, candlesMs));
  };
  const change = () => {
    const overview = app.overview.data();
    if (!overview) return null;
    return totals()?.market_cap ? totals()?.market_cap_change_24h_percent : averageChange(overview);
  };
  return (
    <Show when={totals()?.coins}>
      <span class="topbar-fact wide-only">
        <Show when={worth()} fallback={<span class="muted">Average coin</span>}>
          {(worth) => (
            <>
              <span class="muted">Market cap</span> <strong>{formatMoney(worth())}</strong>
            </>
          )}
        </Show>{" "}
        <Change percent={change()} /> <span class="muted">24 h</span>
      </span>
    </Show>
  );
}

function Tendency() {
  const app = useApp();
  return (
    <Show when={app.tendency.data()}>
      {(tendency) => (
        <span
          class="topbar-fact wide-only"
          title={[tendency().explanation, tendency().confidence_explanation].join(" ")}
        >
          <span class="muted">Tendency</span> <strong>{tendency().tendency}</strong>{" "}
          <span class="muted roomy-only">confidence {formatShare(tendency().confidence)}</span>
        </span>
      )}
    </Show>
  );
}
