import { type Accessor, createComputed, createSignal, on, onCleanup } from "solid-js";

/** The value once it has not changed for `delayMs`; undefined while it does, and at once when it is. */
export function createDebounced<T>(value: Accessor<T | undefined>, delayMs: number) {
  const [settled, setSettled] = createSignal<T | undefined>(undefined);
  createComputed(on(value, (next) => {
    setSettled(undefined);
    if (next === undefined) return;
    const timer = setTimeout(() => setSettled(() => next), delayMs);
    onCleanup(() => clearTimeout(timer));
  }));
  return settled;
}
