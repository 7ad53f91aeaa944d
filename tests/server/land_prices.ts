import { assert } from "@std/assert";
import { claimLivePoll, type Database, saveLivePrices } from "../../db/mod.ts";

export const PRICE_OWNER = "test:1";

/** Stores live prices as the poll does. */
export async function landPrices(
  db: Database,
  prices: Readonly<Record<string, string>>,
): Promise<void> {
  await db.sql("update live_feed set next_poll_at = now(), watched_until = now() + interval '1 h'");
  const right = { owner: PRICE_OWNER, leaseMs: 60_000, everyMs: 0, alertsOn: false };
  assert(await claimLivePoll(db, right));
  await saveLivePrices(db, {
    owner: PRICE_OWNER,
    prices: Object.entries(prices).map(([symbol, price]) => ({ symbol, price })),
    source: "http://exchange.test",
    simulated: false,
  });
}

/** Makes the live prices older. */
export async function agePrices(db: Database, seconds: number): Promise<void> {
  await db.sql(
    `update live_feed set moved_at = moved_at - $1 * interval '1 s',
      polled_at = polled_at - $1 * interval '1 s'`,
    [seconds],
  );
}
