import { type Database, readCoinTotals } from "../../../db/mod.ts";

/** Looks at the ledger all the time, as readers do. */
export interface SupplyWatch {
  /** Ends it. Resolves to how many snapshots were looked at. @throws for the first that was wrong */
  stop(): Promise<number>;
}

const PAUSE_MS = 12;

/** Every snapshot must hold the whole supply and no balance below zero. */
export function watchSupply(db: Database, supply: string): SupplyWatch {
  let isStopped = false;
  let snapshots = 0;
  const watching = (async () => {
    while (!isStopped) {
      const wrong = await lookOnce(db, supply);
      if (wrong !== null) throw new Error(wrong);
      snapshots += 1;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();
  watching.catch(() => {});
  return {
    async stop() {
      isStopped = true;
      await watching;
      return snapshots;
    },
  };
}

async function lookOnce(db: Database, supply: string): Promise<string | null> {
  try {
    const totals = await readCoinTotals(db);
    if (totals.total !== supply) return `A snapshot holds ${totals.total} of ${supply}.`;
    const [lowest] = await db.sql<{ lowest: string }>(
      "select min(balance)::text as lowest from ledger_accounts",
    );
    return lowest?.lowest.startsWith("-") ? `A balance of ${lowest.lowest} was seen.` : null;
  } catch {
    // The server is down; what it says afterwards counts.
    return null;
  }
}
