import { type Accessor, createSignal, onCleanup } from "solid-js";

/** The time in milliseconds, renewed every `stepMs`, for ages and words such as "tomorrow". */
export function createClock(stepMs: number): Accessor<number> {
  const [now, setNow] = createSignal(Date.now());
  const timer = setInterval(() => setNow(Date.now()), stepMs);
  onCleanup(() => clearInterval(timer));
  return now;
}
