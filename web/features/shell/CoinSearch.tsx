import { useNavigate } from "@solidjs/router";
import { createMemo, createSignal, For, onCleanup, onMount, Show } from "solid-js";
import type { OverviewCoin } from "../../../server/markets/schema.ts";
import { formatPrice } from "../../lib/format.ts";
import { Change } from "../../ui/Change.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { useApp } from "./app_state.ts";
import { searchCoins } from "./search_coins.ts";

const SHOWN = 8;

/** Goes to a coin by a few letters; Ctrl-K from anywhere. */
export function CoinSearch() {
  let dialog!: HTMLDialogElement;
  const open = () => {
    if (!dialog.open) dialog.showModal();
  };
  const onKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
  };
  onMount(() => {
    addEventListener("keydown", onKey);
    onCleanup(() => removeEventListener("keydown", onKey));
  });
  return (
    <>
      <button type="button" class="search-button" onClick={open}>
        <Icon name="search" />
        <span class="search-word">Search a coin</span>
        <kbd aria-hidden="true">Ctrl K</kbd>
      </button>
      <dialog
        class="search-dialog"
        aria-label="Search a coin"
        ref={dialog}
        onClick={(event) => event.target === dialog && dialog.close()}
      >
        <SearchBody onDone={() => dialog.close()} />
      </dialog>
    </>
  );
}

function SearchBody(props: { onDone: () => void }) {
  const app = useApp();
  const navigate = useNavigate();
  const [text, setText] = createSignal("");
  const [active, setActive] = createSignal(0);
  const found = createMemo(() => searchCoins(app.overview.data()?.coins ?? [], text(), SHOWN));
  const go = (coin: OverviewCoin | undefined) => {
    if (!coin) return;
    setText("");
    props.onDone();
    navigate(`/coin/${coin.symbol}`);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setActive(Math.max(0, Math.min(found().length - 1, active() + step)));
    }
    if (event.key === "Enter") {
      event.preventDefault();
      go(found()[active()]);
    }
  };
  return (
    <>
      <div class="search-line">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-label="Name or symbol of a coin"
          aria-expanded="true"
          aria-controls="search-results"
          aria-activedescendant={found().length > 0 ? `search-result-${active()}` : undefined}
          placeholder="Name or symbol, for instance BTC"
          autofocus
          value={text()}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKey}
        />
      </div>
      <Results coins={found()} active={active()} onPoint={setActive} onChoose={go} />
      <Show when={found().length === 0}>
        <p class="search-none muted">
          {text()
            ? `No tracked coin matches "${text()}".`
            : "No coins yet; they are being collected."}
        </p>
      </Show>
    </>
  );
}

function Results(props: {
  coins: readonly OverviewCoin[];
  active: number;
  onPoint: (index: number) => void;
  onChoose: (coin: OverviewCoin) => void;
}) {
  return (
    <ul id="search-results" role="listbox" aria-label="Coins found">
      <For each={props.coins}>
        {(coin, index) => (
          <li
            id={`search-result-${index()}`}
            role="option"
            aria-selected={index() === props.active}
            onPointerMove={() => props.onPoint(index())}
            onClick={() => props.onChoose(coin)}
          >
            <strong>{coin.symbol}</strong>
            <span class="muted search-name">{coin.name}</span>
            <span>{formatPrice(coin.price)}</span>
            <Change percent={coin.change_24h_percent} />
          </li>
        )}
      </For>
    </ul>
  );
}
