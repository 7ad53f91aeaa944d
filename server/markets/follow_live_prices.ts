import { tracked, type TrackedEnvelope } from "@trpc/server";
import type { App } from "../context.ts";
import { AppError } from "../errors.ts";
import { NOTHING_KNOWN, reasonOf, stateOf, toLivePrices } from "./live_view.ts";
import type { LivePrices } from "./schema.ts";

/**
 * Sends the prices that moved, one event for a change set and at most one a second, and when prices
 * become stale or new again. The first event has all prices; for a client that comes back with the id of
 * its last event, those that moved meanwhile, whichever instance it comes to.
 *
 * @throws {AppError} UNAVAILABLE when the process stops
 */
export async function* followLivePrices(
  app: App,
  signal: AbortSignal | undefined,
  lastEventId: string | null | undefined,
): AsyncGenerator<TrackedEnvelope<LivePrices>, void, undefined> {
  const ended = AbortSignal.any([app.stopping, ...(signal ? [signal] : [])]);
  let known = readVersion(lastEventId);
  let said = "";
  let wake = Promise.withResolvers<void>();
  const onWake = () => wake.resolve();
  ended.addEventListener("abort", onWake);
  const leave = app.livePrices.listen(onWake);
  try {
    while (!ended.aborted) {
      wake = Promise.withResolvers<void>();
      const snapshot = app.livePrices.told;
      const state = snapshot && `${stateOf(snapshot)} ${reasonOf(snapshot)}`;
      if (
        snapshot !== null && state !== null && (snapshot.feed.version !== known || state !== said)
      ) {
        const event = toLivePrices(snapshot, known);
        known = snapshot.feed.version;
        said = state;
        yield tracked(String(known), event);
      }
      await wake.promise;
    }
  } finally {
    leave();
    ended.removeEventListener("abort", onWake);
  }
  // After an error of ours the client connects again, which is what it should do at a restart.
  if (app.stopping.aborted) throw new AppError("UNAVAILABLE", "The server is stopping.");
}

function readVersion(lastEventId: string | null | undefined): number {
  const version = Number(lastEventId ?? NOTHING_KNOWN);
  return Number.isSafeInteger(version) ? version : NOTHING_KNOWN;
}
