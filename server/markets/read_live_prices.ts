import type { App } from "../context.ts";
import { NOTHING_KNOWN, toLivePrices } from "./live_view.ts";
import type { LivePrices } from "./schema.ts";

/** The newest price of each coin, with its age; those that moved after a change set where one is named. */
export async function readLivePrices(
  app: App,
  input: { readonly since?: number | undefined } = {},
): Promise<LivePrices> {
  return toLivePrices(await app.livePrices.read(), input.since ?? NOTHING_KNOWN);
}
