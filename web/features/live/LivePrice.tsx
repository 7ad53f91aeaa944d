import { createEffect, on } from "solid-js";
import { formatPrice } from "../../lib/format.ts";
import { useApp } from "../shell/app_state.ts";
import { staleWords } from "./held_prices.ts";

const FLASH_MS = 900;

/** The price of a coin as it moves; the newest close where candles are newer, or nothing is live. */
export function LivePrice(props: { symbol: string; close: number | null | undefined }) {
  const { live, overview } = useApp();
  let element!: HTMLSpanElement;
  const candlesMs = () => {
    const asOf = overview.data()?.as_of;
    return asOf ? Date.parse(asOf) : undefined;
  };
  const price = () => live.price(props.symbol, candlesMs());
  const stale = () => price() !== undefined && live.state() === "stale";
  createEffect(on(price, (now, before) => {
    if (now !== undefined && before !== undefined && now !== before) flash(element);
  }));
  return (
    <span
      class="live-price"
      classList={{ "live-stale": stale() }}
      title={stale() ? staleWords(live.ageMs(), live.reason()) : undefined}
      ref={element}
    >
      {formatPrice(price() ?? props.close)}
    </span>
  );
}

/** A quiet sign that something moved, for those who have nothing against movement. */
function flash(element: HTMLElement): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const colors = ["var(--accent-soft)", "transparent"];
  element.animate(colors.map((backgroundColor) => ({ backgroundColor })), FLASH_MS);
}
