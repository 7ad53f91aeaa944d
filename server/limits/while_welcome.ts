import { AppError } from "../errors.ts";

/**
 * Passes a stream on for as long as its listener may have it. What a key or a session was worth when the
 * stream began, it may be worth no more an hour later; a listener who has lost it is told so and heard no
 * further.
 *
 * @param assertWelcome throws an {@link AppError} where the listener is not; whatever else it throws, a
 * database that is away for instance, ends nothing
 */
export async function* whileWelcome<Item>(
  source: AsyncIterable<Item>,
  assertWelcome: () => Promise<void>,
  everyMs: number,
): AsyncGenerator<Item, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let due = Promise.withResolvers<"due">();
  const timer = setInterval(() => due.resolve("due"), everyMs);
  let coming = iterator.next();
  // It may fail when nobody waits for it any more.
  coming.catch(() => undefined);
  try {
    for (;;) {
      const first = await Promise.race([due.promise, coming]);
      if (first === "due") {
        due = Promise.withResolvers();
        await assertWelcome().catch(rethrowRefusal);
      } else if (first.done) {
        return;
      } else {
        yield first.value;
        coming = iterator.next();
        coming.catch(() => undefined);
      }
    }
  } finally {
    clearInterval(timer);
    // Not waited for: it ends when what it waits for comes, or the signal that ends the stream.
    void iterator.return?.();
  }
}

function rethrowRefusal(error: unknown): void {
  if (error instanceof AppError && error.code !== "UNAVAILABLE") throw error;
}
