/** One wish of the reader to move coins, recognised by the server however often it is sent. */
export interface Intent {
  /** The key of this wish: the same for the same body until it was answered. */
  keyFor(body: unknown): string;
  /** Call it when the server has answered, by yes or by no: the next wish is another one. */
  settle(): void;
}

/** Codes after which nobody knows, or the server did not try: the same key must be sent again. */
const UNANSWERED = ["UNREACHABLE", "INTERNAL_ERROR", "UNAVAILABLE", "RATE_LIMITED", "UNAUTHORIZED"];

/** False where a repetition has to carry the same key. */
export function isAnswer(code: string): boolean {
  return !UNANSWERED.includes(code);
}

/** 128 random bits; `crypto.randomUUID` is not there over plain http from another machine. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An intent without a wish yet. */
export function createIntent(newKey: () => string = randomKey): Intent {
  let open: { readonly body: string; readonly key: string } | undefined;
  return {
    keyFor(body) {
      const text = JSON.stringify(body);
      if (open?.body !== text) open = { body: text, key: newKey() };
      return open.key;
    },
    settle() {
      open = undefined;
    },
  };
}
