import { type Accessor, createSignal } from "solid-js";

const STORE = "api_key";

function recall(): string {
  try {
    return sessionStorage.getItem(STORE) ?? "";
  } catch {
    return "";
  }
}

let entered: ReturnType<typeof createSignal<string>> | undefined;
const key = () => entered ??= createSignal(recall());

/** The API key the reader has entered, or the empty string. It lives as long as the tab. */
export const accessKey: Accessor<string> = () => key()[0]() ?? "";

/** Keeps a key for this tab; the empty string forgets it. */
export function setAccessKey(next: string): void {
  key()[1](next.trim());
  try {
    sessionStorage.setItem(STORE, next.trim());
  } catch {
    // Barred storage: the key then lasts until the page is loaded again.
  }
}
