import type { Database } from "../../db/mod.ts";
import type { SimulatedTransfer } from "../ml/risk/economy.ts";

const BATCH = 1000;

/**
 * Posts a simulated economy to the ledger: everyone is minted enough first, and each transfer is posted at
 * its time, through the one writer.
 */
export async function postEconomy(
  db: Database,
  transfers: readonly SimulatedTransfer[],
): Promise<void> {
  await db.sql("select ledger_open(1e12::numeric, to_timestamp(0))");
  const firstSeen = new Map<string, number>();
  for (const { fromUser, toUser, atMs, senderSinceMs, recipientSinceMs } of transfers) {
    keepEarliest(firstSeen, fromUser, senderSinceMs ?? atMs);
    keepEarliest(firstSeen, toUser, recipientSinceMs ?? atMs);
  }
  const usual = { op: "post", fee: "0", createdBy: "test" };
  await postAll(
    db,
    Array.from(firstSeen, ([to, atMs]) => ({
      ...{ ...usual, type: "mint", from: "system", to, amount: "1000000", atMs },
    })),
  );
  await postAll(
    db,
    transfers.map(({ fromUser: from, toUser: to, amount, atMs }) => ({
      ...{ ...usual, type: "send", from, to, amount: amount.toFixed(2), atMs },
    })),
  );
}

function keepEarliest(seen: Map<string, number>, user: string, atMs: number): void {
  seen.set(user, Math.min(atMs, seen.get(user) ?? Infinity));
}

async function postAll(db: Database, postings: readonly object[]): Promise<void> {
  for (let start = 0; start < postings.length; start += BATCH) {
    const refused = await db.sql<{ answer: unknown }>(
      `select answer from (select ledger_post(posting) as answer
         from jsonb_array_elements($1::jsonb) posting) posted where not answer ? 'transaction'`,
      [JSON.stringify(postings.slice(start, start + BATCH))],
    );
    if (refused.length > 0) throw new Error(JSON.stringify(refused[0]));
  }
}
