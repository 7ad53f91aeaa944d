import { assertEquals } from "@std/assert";
import { fromSubscription, type SubscriptionHandlers } from "../../web/lib/shared_stream.ts";

/** A subscription in the hands of the test. */
function openFake() {
  const begun: SubscriptionHandlers<number>[] = [];
  const states: string[] = [];
  const seen: number[] = [];
  let left = 0;
  const more = Promise.withResolvers<void>();
  const open = fromSubscription<number>((handlers) => {
    begun.push(handlers);
    if (begun.length === 2) more.resolve();
    return { unsubscribe: () => left++ };
  }, 1);
  const close = open({ onData: (data) => seen.push(data), onState: (state) => states.push(state) });
  return { begun, states, seen, close, again: more.promise, left: () => left };
}

Deno.test("a stream that was answered with an error is subscribed again", async () => {
  const stream = openFake();
  stream.begun[0]!.onConnectionStateChange({ state: "pending" });
  stream.begun[0]!.onData({ data: 1 });
  stream.begun[0]!.onError();
  assertEquals(stream.states, ["connecting", "open", "open", "broken"]);
  await stream.again;
  stream.begun[1]!.onData({ data: 2 });
  assertEquals([stream.seen, stream.states.at(-1)], [[1, 2], "open"]);
  stream.close();
  assertEquals(stream.left(), 1);
});

Deno.test("who has left does not come back", async () => {
  const stream = openFake();
  stream.begun[0]!.onError();
  stream.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assertEquals(stream.begun.length, 1);
});
